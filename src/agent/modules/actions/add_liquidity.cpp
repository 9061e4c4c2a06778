#include "agent/define.hpp"
#include "agent/pool_quote.hpp"

#include <algorithm>

namespace zestron::agent {
namespace {

using detail::Wide;

constexpr std::uint32_t kWhole = 10'000;  // hundredths of a percent

struct AddLiquidityAction {
  static constexpr std::string_view kName = "add_liquidity", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Wants to give both sides to a pool when `when` becomes true: as many shares as both budgets pay for with "
      "slippage_bps on top, and as make the agent's own, which are `held`, share_max_bps of all.";
  static constexpr Port kInputs[] = {{"when", PortType::kBoolean},       {"budget_a", PortType::kQuantity},
                                     {"budget_b", PortType::kQuantity},  {"reserve_a", PortType::kQuantity},
                                     {"reserve_b", PortType::kQuantity}, {"supply", PortType::kQuantity},
                                     {"held", PortType::kQuantity}};
  static constexpr Port kOutputs[] = {{"intent", PortType::kIntent}};

  struct Params {
    Pubkey pool;
    std::uint32_t slippage_bps = 0, share_max_bps = 1;
  };
  static std::vector<Field<Params>> fields() {
    return {key(&Params::pool, "pool", "The pool"),
            integer(&Params::slippage_bps, "slippage_bps", 0, kWhole, "Hundredths of a percent over what is expected."),
            integer(&Params::share_max_bps, "share_max_bps", 1, kWhole - 1,
                    "Hundredths of a percent of all shares that the agent holds afterwards, at most.")};
  }
  static std::uint64_t fuel(const Params&) { return 32; }

  // s ≤ (t·supply − held) / (1 − t): afterwards the supply is s more.
  static std::uint64_t up_to_target(std::uint64_t supply, std::uint64_t held, std::uint32_t target_bps) {
    const auto target = static_cast<Wide>(supply) * target_bps, own = static_cast<Wide>(held) * kWhole;
    if (own >= target) return 0;
    return detail::fitting((target - own) / (kWhole - target_bps)).value_or(0);
  }

  static std::uint64_t affordable(std::uint64_t budget, std::uint64_t supply, std::uint64_t reserve,
                                  std::uint32_t slippage_bps) {
    const auto expected = static_cast<Wide>(budget) * kWhole / (kWhole + slippage_bps);
    return detail::fitting(expected * supply / reserve).value_or(0);
  }

  // What is expected, and a part on top.
  static std::uint64_t most(std::uint64_t expected, std::uint32_t slippage_bps, std::uint64_t budget) {
    const auto with = static_cast<Wide>(expected) * (kWhole + slippage_bps) / kWhole;
    return with > budget ? budget : static_cast<std::uint64_t>(with);
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    auto& out = frame.out<Wish>();
    out.ready = false;
    const auto& when = frame.in<Boolean>(0);
    if (!frame.fired(0) || !when.ready || !when.value) return false;
    for (std::size_t port = 1; port < frame.inputs(); ++port) {
      if (!frame.in<Quantity>(port).ready) return false;
    }
    const auto &budget_a = frame.in<Quantity>(1), &budget_b = frame.in<Quantity>(2);
    const auto &reserve_a = frame.in<Quantity>(3), &reserve_b = frame.in<Quantity>(4);
    const auto &supply = frame.in<Quantity>(5), &held = frame.in<Quantity>(6);
    // Amounts of other tokens, a pool that is empty or over: no order is better than a wrong one.
    if (budget_a.mint != reserve_a.mint || budget_b.mint != reserve_b.mint || held.mint != supply.mint) return false;
    if (reserve_a.units == 0 || reserve_b.units == 0 || supply.units == 0) return false;
    const auto shares = std::min({up_to_target(supply.units, held.units, params.share_max_bps),
                                  affordable(budget_a.units, supply.units, reserve_a.units, params.slippage_bps),
                                  affordable(budget_b.units, supply.units, reserve_b.units, params.slippage_bps)});
    if (shares == 0) return false;
    const auto a = cost_of_shares(shares, supply.units, reserve_a.units);
    const auto b = cost_of_shares(shares, supply.units, reserve_b.units);
    if (!a || !b || *a > budget_a.units || *b > budget_b.units) return false;
    out = {domain::AddLiquidity{.pool = params.pool,
                                .shares_mint = supply.mint,
                                .mint_a = reserve_a.mint,
                                .mint_b = reserve_b.mint,
                                .shares = shares,
                                .a_expected = *a,
                                .b_expected = *b,
                                .a_max = most(*a, params.slippage_bps, budget_a.units),
                                .b_max = most(*b, params.slippage_bps, budget_b.units)},
           true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& add_liquidity() { return kind_of<AddLiquidityAction>(); }
}  // namespace modules

}  // namespace zestron::agent
