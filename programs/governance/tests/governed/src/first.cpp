#include <governance_target.hpp>

GRAPNEL_ENTRYPOINT(governance_target::First)
