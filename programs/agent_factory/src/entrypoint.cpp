#include "instructions.hpp"

GRAPNEL_ENTRYPOINT(agent_factory::AgentFactory)
