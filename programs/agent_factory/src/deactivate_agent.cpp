#include <agent_factory/instructions.hpp>

#include "active_count.hpp"
#include "transition.hpp"

namespace agent_factory {

Result<> deactivate_agent(Context<DeactivateAgent>& ctx) {
  GRAPNEL_TRY(take_step<Action::Deactivate, Role::Owner>(*ctx.agent));
  GRAPNEL_TRY(count_stopped(*ctx.agent, ctx.creator_record));
  emit(AgentDeactivated{ctx.agent.key()});
  return ok;
}

}  // namespace agent_factory
