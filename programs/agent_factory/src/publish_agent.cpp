#include <agent_factory/instructions.hpp>

#include "transition.hpp"

namespace agent_factory {

Result<> publish_agent(Context<PublishAgent>& ctx) {
  GRAPNEL_TRY(take_step<Action::Publish, Role::Owner>(*ctx.agent));
  emit(AgentPublished{ctx.agent.key()});
  return ok;
}

}  // namespace agent_factory
