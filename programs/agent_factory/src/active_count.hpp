// The creator's count of active agents, on its way down.
#pragma once

#include <agent_factory/agent_factory.hpp>

namespace agent_factory {

// For an agent that was active and is no more. It has been counted, so its creator's record is there: whoever may stop the
// agent can name it, and the only thing to refuse is that they haven't.
Result<> count_stopped(const AgentState& agent, AccountView given);

}  // namespace agent_factory
