#include <algorithm>
#include <limits>
#include "agent/define.hpp"

namespace zestron::agent {
namespace {

// A claim pays out all there is, and a stake may be smaller. What is left follows from what the chain shows, not from what was wanted: an
// action that came to nothing changes nothing here.
struct RewardsDue {
  static constexpr std::string_view kName = "rewards_due", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Rewards of a stake that are still to be staked: those it could claim, and those that came into the wallet with "
      "earlier stakes that were smaller. What left the wallet since is taken off, and what else it holds does not "
      "count, nor what was claimed by itself.";
  static constexpr Port kInputs[] = {
      {"staked", PortType::kQuantity}, {"rewards", PortType::kQuantity}, {"held", PortType::kQuantity}};
  static constexpr Port kOutputs[] = {{"amount", PortType::kQuantity}};

  struct State {
    std::uint64_t staked = 0, rewards = 0, held = 0;  // as seen last
    std::uint64_t left = 0;                           // of rewards, in the wallet; never more than it holds
  };

  static bool step(const Frame& frame, const Nothing&, State& state) {
    const auto &staked = frame.in<Quantity>(0), &rewards = frame.in<Quantity>(1), &held = frame.in<Quantity>(2);
    if (held.ready) {
      if (held.units < state.held) state.left -= std::min(state.left, state.held - held.units);
      state.held = held.units;
    }
    if (!staked.ready || !rewards.ready) return false;
    const bool compounded = staked.units > state.staked && rewards.units < state.rewards;
    if (compounded && state.rewards > staked.units - state.staked)
      state.left += state.rewards - (staked.units - state.staked);
    state.staked = staked.units;
    state.rewards = rewards.units;
    constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
    const auto due = rewards.units > kMost - state.left ? kMost : rewards.units + state.left;
    frame.out<Quantity>() = {due, rewards.mint, true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& rewards_due() { return kind_of<RewardsDue>(); }
}  // namespace modules

}  // namespace zestron::agent
