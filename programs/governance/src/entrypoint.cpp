#include <governance/instructions.hpp>

GRAPNEL_ENTRYPOINT(governance::GovernanceProgram)
