#include "agent/define.hpp"
#include "agent/pool_quote.hpp"

namespace zestron::agent {
namespace {

struct SwapAction {
  static constexpr std::string_view kName = "swap", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Wants to give an amount to a pool when `when` becomes true, for at least what the pool's reserves promise, less "
      "slippage_bps. Amount and "
      "reserve_in are of the mint that goes in.";
  static constexpr Port kInputs[] = {{"when", PortType::kBoolean},
                                     {"amount", PortType::kQuantity},
                                     {"reserve_in", PortType::kQuantity},
                                     {"reserve_out", PortType::kQuantity},
                                     {"fee_bps", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"intent", PortType::kIntent}};
  static constexpr std::size_t kMoment = 0;

  struct Params {
    Pubkey pool;
    std::uint32_t slippage_bps = 0;
  };
  static std::vector<Field<Params>> fields() {
    return {key(&Params::pool, "pool", "The pool"),
            integer(&Params::slippage_bps, "slippage_bps", 0, 10'000, "Hundredths of a percent of what is expected.")};
  }
  static std::uint64_t fuel(const Params&) { return 16; }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    auto& out = frame.out<Wish>();
    out.ready = false;
    const auto& when = frame.in<Boolean>(0);
    const auto& amount = frame.in<Quantity>(1);
    const auto& in = frame.in<Quantity>(2);
    const auto& reserve = frame.in<Quantity>(3);
    const auto& fee = frame.in<Number>(4);
    if (!frame.fired(0) || !when.ready || !when.value) return false;
    if (!amount.ready || !in.ready || !reserve.ready || !fee.ready) return false;
    // A pool without reserves, an amount of another token, a fee that is none: no order is better than a wrong one.
    if (amount.units == 0 || in.units == 0 || amount.mint != in.mint || fee.value < 0 || fee.value > 10'000)
      return false;
    const auto expected = quote_swap(amount.units, in.units, reserve.units, static_cast<std::uint32_t>(fee.value));
    if (expected == 0) return false;
    const auto least = static_cast<detail::Wide>(expected) * (10'000U - params.slippage_bps);
    out = {domain::Swap{.pool = params.pool,
                        .mint_in = in.mint,
                        .mint_out = reserve.mint,
                        .amount_in = amount.units,
                        .out_expected = expected,
                        .out_min = static_cast<std::uint64_t>((least + 9'999U) / 10'000U)},
           true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& swap() { return kind_of<SwapAction>(); }
}  // namespace modules

}  // namespace zestron::agent
