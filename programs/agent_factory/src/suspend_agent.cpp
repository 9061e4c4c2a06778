#include <agent_factory/instructions.hpp>

#include "active_count.hpp"
#include "transition.hpp"

namespace agent_factory {

Result<> suspend_agent(Context<SuspendAgent>& ctx) {
  AgentState& agent = *ctx.agent;
  const bool by_owner = ctx.caller.key() == agent.owner;
  if (by_owner) {
    GRAPNEL_TRY(take_step<Action::Suspend, Role::Owner>(agent));
  } else {
    GRAPNEL_TRY(take_step<Action::Suspend, Role::Anyone>(agent));
  }
  GRAPNEL_TRY(count_stopped(agent, ctx.creator_record));
  agent.suspended_by = by_owner ? SuspendedBy::Owner : SuspendedBy::Threshold;
  agent.suspended_at = Clock::get().unix_timestamp;
  agent.suspended_terms = agent.terms;
  emit(AgentSuspended{ctx.agent.key(), ctx.caller.key(), agent.suspended_at});
  return ok;
}

}  // namespace agent_factory
