#include <agent_factory/instructions.hpp>

GRAPNEL_ENTRYPOINT(agent_factory::AgentFactory)
