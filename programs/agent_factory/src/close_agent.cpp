#include <agent_factory/instructions.hpp>

#include "transition.hpp"

namespace agent_factory {

// The address is free again afterwards. Not in the slot of its creation: created_slot tells one agent of an address from
// the next, so no two may share it.
Result<> close_agent(Context<CloseAgent>& ctx) {
  AgentState& agent = *ctx.agent;
  GRAPNEL_TRY(take_step<Action::Close, Role::Owner>(agent));
  GRAPNEL_TRY(require(Clock::get().slot != agent.created_slot, AgentError::CreatedInThisSlot));
  emit(AgentClosed{ctx.agent.key(), ctx.rent_payer.key(), ctx.agent.lamports()});
  return ok;
}

}  // namespace agent_factory
