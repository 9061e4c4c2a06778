// What an agent achieved, in units of its quote mint: measured from token balances, and claimed by an executor. The two
// are never added up; rank, thresholds and rewards see the measured figures only.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

// Measured. Counters only grow. Gain and loss come from moves of the oracle price alone; what execution itself won
// or lost against that price (spread, arbitrage) stands apart.
struct AgentPerformance {
  u64 yield_generated;  // gross gain
  u64 loss;
  u64 execution_gain;
  u64 execution_loss;
  u64 execution_count;
  i64 last_executed_at;  // unix seconds; 0: never

  friend constexpr bool operator==(const AgentPerformance&, const AgentPerformance&) = default;
};
static_assert(sizeof(AgentPerformance) == 48);

// Claimed: sums of what claim_performance was told, signed by an executor, checked by nobody.
struct ClaimedPerformance {
  u64 gain;
  u64 loss;
  u64 trades;
  u64 claim_count;
  i64 last_claimed_at;
  Hash256 root;  // of the Merkle tree over the trades of the last claim
};
static_assert(sizeof(ClaimedPerformance) == 72);

// Limits on measured figures after which anyone may suspend the agent; 0: no limit. There is none on idle time: figures
// are folded by whoever wants to, so an agent may look idle that isn't.
struct Thresholds {
  u64 max_net_loss;  // of loss − yield_generated
  u64 max_executions;
};
static_assert(sizeof(Thresholds) == 16);

constexpr bool is_passed(const Thresholds& limits, const AgentPerformance& measured) {
  const u64 net_loss = measured.loss > measured.yield_generated ? measured.loss - measured.yield_generated : 0;
  return (limits.max_net_loss != 0 && net_loss > limits.max_net_loss) ||
         (limits.max_executions != 0 && measured.execution_count > limits.max_executions);
}

// total + (now − since) in every counter, and the later of the two times. Invalid: `total` may be changed in part, and
// the caller fails the instruction, which undoes it.
struct FoldResult {
  bool monotonic;  // every counter of `now` is at or above that of `since`
  bool fits;       // no sum overflowed
};
constexpr FoldResult fold(AgentPerformance& total, const AgentPerformance& now, const AgentPerformance& since) {
  FoldResult result{true, true};
  const auto add = [&](u64 AgentPerformance::* counter) {
    const Checked<u64> gained = Checked<u64>{now.*counter} - since.*counter;
    const Checked<u64> sum = gained + total.*counter;
    result.monotonic &= static_cast<bool>(gained);
    result.fits &= static_cast<bool>(sum);
    total.*counter = sum.value();
  };
  add(&AgentPerformance::yield_generated);
  add(&AgentPerformance::loss);
  add(&AgentPerformance::execution_gain);
  add(&AgentPerformance::execution_loss);
  add(&AgentPerformance::execution_count);
  if (now.last_executed_at > total.last_executed_at) total.last_executed_at = now.last_executed_at;
  return result;
}

}  // namespace agent_factory
