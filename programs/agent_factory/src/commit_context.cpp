#include <agent_factory/instructions.hpp>
#include <agent_factory/mountain_range.hpp>

#include "transition.hpp"

namespace agent_factory {

// Slots are committed in order, each once; past ones may be made up for as long as no later one is there.
Result<> commit_context(Context<CommitContext>& ctx, const CommitContextArgs& args) {
  const AgentState& agent = *ctx.agent;
  ContextRoots& context = *ctx.context;
  GRAPNEL_TRY(require(is_executor(agent, ctx.executor.key()), AgentError::NotAnExecutor));
  GRAPNEL_TRY(allows<Action::CommitContext, Role::Executor>(agent));
  GRAPNEL_TRY(require(context.agent_created_slot == agent.created_slot, AgentError::ContextOfAnotherAgent));
  GRAPNEL_TRY(require(!equal(args.root, kNoHash), AgentError::ContextRootMissing));
  GRAPNEL_TRY(require(args.slot <= Clock::get().slot, AgentError::ContextAhead));
  if (context.leaf_count != 0) {
    const Checked<u64> next = Checked<u64>{context.last_slot} + context.interval_slots;
    GRAPNEL_TRY(require(next && args.slot >= next.value(), AgentError::ContextTooEarly));
  }

  const u64 index = context.leaf_count;
  GRAPNEL_TRY(require(append(context, context_leaf(args.slot, args.root)), AgentError::ContextFull));
  context.last_slot = args.slot;
  emit(ContextCommitted{ctx.agent.key(), args.slot, index, args.root});
  return ok;
}

}  // namespace agent_factory
