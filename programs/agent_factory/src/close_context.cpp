#include <agent_factory/instructions.hpp>

#include "agent_life.hpp"

namespace agent_factory {

Result<> close_context(Context<CloseContext>& ctx) {
  const ContextRoots& context = *ctx.context;
  const AgentState* agent = GRAPNEL_TRY(living_agent(ctx.agent, context.agent_created_slot));
  GRAPNEL_TRY(require(agent == nullptr, AgentError::ContextStillNeeded));
  emit(ContextClosed{context.agent, context.leaf_count});
  return ok;
}

}  // namespace agent_factory
