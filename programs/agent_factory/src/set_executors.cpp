#include <agent_factory/instructions.hpp>

#include "config.hpp"
#include "transition.hpp"

namespace agent_factory {

Result<> set_executors(Context<SetExecutors>& ctx, const SetExecutorsArgs& args) {
  AgentState& agent = *ctx.agent;
  GRAPNEL_TRY(take_step<Action::SetExecutors, Role::Owner>(agent));
  for (u64 i = 0; i < args.executors.size; ++i) {
    const Pubkey executor = args.executors[i];
    if (executor == Pubkey{}) return fail(AgentError::ExecutorMissing);
    for (u64 k = 0; k < i; ++k) {
      if (agent.executors[k] == executor) return fail(AgentError::ExecutorRepeated);
    }
    agent.executors[i] = executor;
  }
  for (u64 i = args.executors.size; i < kExecutorsMax; ++i) agent.executors[i] = Pubkey{};
  agent.executor_count = args.executors.size;
  write_terms(ctx.agent.key(), agent);
  emit(ExecutorsChanged{ctx.agent.key(), agent.executor_count, agent.terms});
  return ok;
}

}  // namespace agent_factory
