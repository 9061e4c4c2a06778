// Whether the agent that an account was made for is still there: its address may be empty, or have been given to a later
// agent of the same owner.
#pragma once

#include <agent_factory/agent_accounts.hpp>
#include <grapnel/data_as.hpp>

namespace agent_factory {

// Null: that agent is gone. One whose layout is unknown is there, and can't be used: LayoutUnknown.
inline Result<const AgentState*> living_agent(AccountView account, u64 created_slot) {
  const AgentState* agent = data_as<AgentState>(account, kProgramId);
  if (agent == nullptr) return nullptr;
  if (!is_readable_agent(*agent)) return fail(AgentError::LayoutUnknown);
  return agent->created_slot == created_slot ? agent : nullptr;
}

}  // namespace agent_factory
