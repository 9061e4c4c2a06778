#include <agent_factory/instructions.hpp>

#include "transition.hpp"

namespace agent_factory {

namespace {

Result<> add(u64& counter, u64 amount) {
  const Checked<u64> sum = Checked<u64>{counter} + amount;
  if (!sum) return fail(AgentError::CounterOverflow);
  counter = sum.value();
  return ok;
}

}  // namespace

Result<> claim_performance(Context<ClaimPerformance>& ctx, const ClaimPerformanceArgs& args) {
  AgentState& agent = *ctx.agent;
  GRAPNEL_TRY(require(is_executor(agent, ctx.executor.key()), AgentError::NotAnExecutor));
  GRAPNEL_TRY(take_step<Action::ClaimPerformance, Role::Executor>(agent));
  GRAPNEL_TRY(require(args.trades != 0, AgentError::ClaimWithoutTrades));
  GRAPNEL_TRY(require(!equal(args.root, kNoHash), AgentError::ClaimRootMissing));

  ClaimedPerformance& claimed = agent.claimed_performance;
  GRAPNEL_TRY(add(claimed.gain, args.gain));
  GRAPNEL_TRY(add(claimed.loss, args.loss));
  GRAPNEL_TRY(add(claimed.trades, args.trades));
  GRAPNEL_TRY(add(claimed.claim_count, 1));
  claimed.last_claimed_at = Clock::get().unix_timestamp;
  claimed.root = args.root;
  emit(PerformanceClaimed{ctx.agent.key(), ctx.executor.key(), claimed.claim_count, args.gain, args.loss, args.trades,
                          args.root});
  return ok;
}

}  // namespace agent_factory
