// The deciding half of the node under test: real agents on a simulated market, and a model between what they want and what is proposed,
// which may be late, say nothing, or say something absurd.
#pragma once

#include "agent/runtime.hpp"
#include "base/math/random.hpp"
#include "cluster.hpp"
#include "domain/context_view.hpp"
#include "policy/policy.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace zestron::simulation {

policy::Policy policy_of(const struct Caps& caps);

/// A tick every slot, and the clock that goes with it, which may jump. Recorded: a node that starts again is shown it from the start.
class Market {
 public:
  explicit Market(std::uint64_t seed) : random_(seed) {}
  const domain::ContextView& next(Slot slot, bool jumps);
  [[nodiscard]] const std::vector<domain::ContextView>& past() const { return past_; }

 private:
  math::Random random_;
  std::int64_t price_ = 100'000'000;
  std::int64_t clock_ms_ = 1'700'000'000'000;
  std::vector<domain::ContextView> past_;
};

/// One agent, and what it has not claimed yet.
class Trader {
 public:
  explicit Trader(std::size_t index);
  void on_tick(const domain::ContextView& view) { runtime_.on_tick(view); }
  /// All closed trades beyond those that the chain has counted.
  [[nodiscard]] std::optional<domain::ClaimPerformance> unclaimed(std::uint64_t on_chain,
                                                                  std::uint64_t claim_max) const;
  [[nodiscard]] const Pubkey& key() const { return runtime_.agent(); }

 private:
  agent::Runtime runtime_;
};

/// What the model makes of a claim that may be proposed. In 1,000 of the cases each.
struct Model {
  std::uint64_t silent = 0, absurd = 0, repeats = 0;
};

/// An intent that nobody should be able to carry out: another's agent, sums beyond every cap, no trades, numbers used before.
domain::Intent absurd_intent(math::Random& random, const domain::Intent& honest);

}  // namespace zestron::simulation
