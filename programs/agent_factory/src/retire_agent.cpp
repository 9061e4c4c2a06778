#include <agent_factory/instructions.hpp>

#include "active_count.hpp"
#include "transition.hpp"

namespace agent_factory {

Result<> retire_agent(Context<RetireAgent>& ctx) {
  AgentState& agent = *ctx.agent;
  const bool was_active = is_active(agent);
  if (ctx.caller.key() == agent.owner) {
    GRAPNEL_TRY(take_step<Action::Retire, Role::Owner>(agent));
  } else {
    GRAPNEL_TRY(take_step<Action::Retire, Role::Anyone>(agent, Clock::get().unix_timestamp));
  }
  if (was_active) GRAPNEL_TRY(count_stopped(agent, ctx.creator_record));
  emit(AgentRetired{ctx.agent.key(), ctx.caller.key()});
  return ok;
}

}  // namespace agent_factory
