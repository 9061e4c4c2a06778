#include <agent_factory/instructions.hpp>

#include "transition.hpp"

namespace agent_factory {

Result<> activate_agent(Context<ActivateAgent>& ctx) {
  AgentState& agent = *ctx.agent;
  // A suspended agent was active before, so it still knows where it came from.
  if (agent.lifecycle != Lifecycle::Suspended) agent.resume_to = agent.lifecycle;
  GRAPNEL_TRY(take_step<Action::Activate, Role::Owner>(agent));
  agent.suspended_by = SuspendedBy::Nobody;
  emit(AgentActivated{ctx.agent.key(), agent.terms});
  return ok;
}

}  // namespace agent_factory
