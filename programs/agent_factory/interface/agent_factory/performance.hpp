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

// Adds now − since to every counter of `total` and takes the later of the two times. False: a counter of `since` is ahead
// of `now`, or a sum overflowed; `total` may be changed in part, and the caller fails the instruction, which undoes it.
constexpr bool fold(AgentPerformance& total, const AgentPerformance& now, const AgentPerformance& since) {
  bool fits = true;
  const auto add = [&](u64 AgentPerformance::* counter) {
    const Checked<u64> sum = Checked<u64>{now.*counter} - since.*counter + total.*counter;
    fits &= static_cast<bool>(sum);
    total.*counter = sum.value();
  };
  add(&AgentPerformance::yield_generated);
  add(&AgentPerformance::loss);
  add(&AgentPerformance::execution_gain);
  add(&AgentPerformance::execution_loss);
  add(&AgentPerformance::execution_count);
  if (now.last_executed_at > total.last_executed_at) total.last_executed_at = now.last_executed_at;
  return fits;
}

// Whether some counter of `since` is ahead of `now`: why a fold failed.
constexpr bool is_ahead(const AgentPerformance& since, const AgentPerformance& now) {
  return since.yield_generated > now.yield_generated || since.loss > now.loss ||
         since.execution_gain > now.execution_gain || since.execution_loss > now.execution_loss ||
         since.execution_count > now.execution_count;
}

}  // namespace agent_factory
