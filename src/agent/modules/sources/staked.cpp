#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct StakedSource {
  static constexpr std::string_view kName = "staked", kGroup = "sources";
  static constexpr std::string_view kSummary = "The agent's own stake in a pool, and the rewards it could claim.";
  static constexpr Port kOutputs[] = {{"amount", PortType::kQuantity}, {"rewards", PortType::kQuantity}};

  struct Params {
    Pubkey pool;
  };
  static std::vector<Field<Params>> fields() { return {key(&Params::pool, "pool", "The staking pool")}; }

  static Trigger trigger(const Params& params, const Market&) { return {Trigger::On::kStake, params.pool}; }

  static bool step(const Frame& frame, const Params&, Nothing&) {
    const auto* stake = frame.what<domain::StakeState>();
    if (stake == nullptr) return false;
    frame.out<Quantity>(0) = {stake->staked, stake->mint, true};
    frame.out<Quantity>(1) = {stake->rewards, stake->mint, true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& staked() { return kind_of<StakedSource>(); }
}  // namespace modules

}  // namespace zestron::agent
