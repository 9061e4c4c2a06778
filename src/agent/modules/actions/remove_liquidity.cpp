#include "agent/define.hpp"
#include "agent/pool_quote.hpp"

namespace zestron::agent {
namespace {

constexpr std::uint32_t kWhole = 10'000;  // hundredths of a percent

struct RemoveLiquidityAction {
  static constexpr std::string_view kName = "remove_liquidity", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Wants to give shares of a pool back for both its sides when `when` becomes true, for at least what they are "
      "worth by the reserves, less slippage_bps. A fee that the pool keeps of withdrawals counts as slippage.";
  static constexpr Port kInputs[] = {{"when", PortType::kBoolean},
                                     {"shares", PortType::kQuantity},
                                     {"reserve_a", PortType::kQuantity},
                                     {"reserve_b", PortType::kQuantity},
                                     {"supply", PortType::kQuantity}};
  static constexpr Port kOutputs[] = {{"intent", PortType::kIntent}};

  struct Params {
    Pubkey pool;
    std::uint32_t slippage_bps = 0;
  };
  static std::vector<Field<Params>> fields() {
    return {key(&Params::pool, "pool", "The pool"),
            integer(&Params::slippage_bps, "slippage_bps", 0, kWhole, "Hundredths of a percent of what is expected.")};
  }
  static std::uint64_t fuel(const Params&) { return 16; }

  static std::uint64_t least(std::uint64_t expected, std::uint32_t slippage_bps) {
    const auto kept = static_cast<detail::Wide>(expected) * (kWhole - slippage_bps);
    return static_cast<std::uint64_t>((kept + kWhole - 1) / kWhole);
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    auto& out = frame.out<Wish>();
    out.ready = false;
    const auto& when = frame.in<Boolean>(0);
    const auto &shares = frame.in<Quantity>(1), &supply = frame.in<Quantity>(4);
    const auto &reserve_a = frame.in<Quantity>(2), &reserve_b = frame.in<Quantity>(3);
    if (!frame.fired(0) || !when.ready || !when.value) return false;
    if (!shares.ready || !reserve_a.ready || !reserve_b.ready || !supply.ready) return false;
    if (shares.units == 0 || shares.mint != supply.mint || shares.units > supply.units) return false;
    const auto a = worth_of_shares(shares.units, supply.units, reserve_a.units);
    const auto b = worth_of_shares(shares.units, supply.units, reserve_b.units);
    if (!a || !b || *a == 0 || *b == 0) return false;
    out = {domain::RemoveLiquidity{.pool = params.pool,
                                   .shares_mint = supply.mint,
                                   .mint_a = reserve_a.mint,
                                   .mint_b = reserve_b.mint,
                                   .shares = shares.units,
                                   .a_expected = *a,
                                   .b_expected = *b,
                                   .a_min = least(*a, params.slippage_bps),
                                   .b_min = least(*b, params.slippage_bps)},
           true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& remove_liquidity() { return kind_of<RemoveLiquidityAction>(); }
}  // namespace modules

}  // namespace zestron::agent
