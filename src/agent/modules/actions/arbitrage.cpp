#include "agent/define.hpp"
#include "agent/pool_quote.hpp"

#include <algorithm>
#include <array>

namespace zestron::agent {
namespace {

struct PoolSide {  // of one pool, with base and quote as the agent calls its two mints
  std::uint64_t base = 0, quote = 0;
  std::uint32_t fee_bps = 0;
};

struct RoundTrip {
  std::uint64_t in = 0, between = 0, out = 0;
  // Of quote units; what loses gains nothing.
  [[nodiscard]] std::uint64_t gain() const { return out - std::min(in, out); }
};

RoundTrip round_trip(std::uint64_t in, const PoolSide& first, const PoolSide& second) {
  const auto between = quote_swap(in, first.quote, first.base, first.fee_bps);
  return {in, between, quote_swap(between, second.base, second.quote, second.fee_bps)};
}

// The one that gains most for at most `budget`: the gain rises to one top and falls, since both curves are concave, but for the rounding
// of single units. The search narrows to so many sizes and takes the best of these.
RoundTrip best_round_trip(std::uint64_t budget, const PoolSide& first, const PoolSide& second) {
  constexpr std::uint64_t kLastSizes = 64;
  // gain of a < gain of b, in sums that cannot be negative.
  const auto gains_less = [&](std::uint64_t a, std::uint64_t b) {
    const auto of_a = round_trip(a, first, second), of_b = round_trip(b, first, second);
    return detail::Wide{of_a.out} + b < detail::Wide{of_b.out} + a;
  };
  std::uint64_t low = 1;
  std::uint64_t high = std::min(budget, first.quote);
  while (high - low > kLastSizes) {
    const auto third = (high - low) / 3;
    if (gains_less(low + third, high - third)) {
      low += third;
    } else {
      high -= third;
    }
  }
  RoundTrip best;
  for (std::uint64_t more = 0; more <= high - low; ++more) {
    if (const auto trip = round_trip(low + more, first, second); trip.gain() > best.gain()) best = trip;
  }
  return best;
}

struct ArbitrageAction {
  static constexpr std::string_view kName = "arbitrage", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Wants to buy base for quote at one of two pools of the same pair and to sell all of it at the other, in one "
      "transaction, when `when` becomes true: at the size that gains most within the budget, which is of quote, if "
      "that is gain_min at least. buy_at says where to buy, 0 or 1. The second leg must bring the budget back with "
      "gain_min, or neither lands.";
  static constexpr Port kInputs[] = {
      {"when", PortType::kBoolean},    {"buy_at", PortType::kNumber},    {"budget", PortType::kQuantity},
      {"base_0", PortType::kQuantity}, {"quote_0", PortType::kQuantity}, {"fee_bps_0", PortType::kNumber},
      {"base_1", PortType::kQuantity}, {"quote_1", PortType::kQuantity}, {"fee_bps_1", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"intent", PortType::kIntent}};

  struct Params {
    Pubkey pool_0, pool_1;
    std::uint64_t gain_min = 1;
  };
  static std::vector<Field<Params>> fields() {
    return {key(&Params::pool_0, "pool_0", "The first pool"), key(&Params::pool_1, "pool_1", "The other pool"),
            integer(&Params::gain_min, "gain_min", 1, kIntegerMax, "Base units of quote that it has to gain.")};
  }
  static std::optional<std::string> check(const Params& params) {
    if (params.pool_0 != params.pool_1) return std::nullopt;
    return "parameter 'pool_1': expected another pool than 'pool_0'";
  }
  // About 500 quotes.
  static std::uint64_t fuel(const Params&) { return 4'000; }

  static std::optional<PoolSide> side(const Frame& frame, std::size_t port) {
    const auto& base = frame.in<Quantity>(port);
    const auto& quote = frame.in<Quantity>(port + 1);
    const auto& fee = frame.in<Number>(port + 2);
    if (!base.ready || !quote.ready || !fee.ready || base.units == 0 || quote.units == 0) return std::nullopt;
    if (fee.value < 0 || fee.value > 10'000) return std::nullopt;
    return PoolSide{base.units, quote.units, static_cast<std::uint32_t>(fee.value)};
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    auto& out = frame.out<Wish>();
    out.ready = false;
    const auto& when = frame.in<Boolean>(0);
    const auto& buy_at = frame.in<Number>(1);
    const auto& budget = frame.in<Quantity>(2);
    if (!frame.fired(0) || !when.ready || !when.value || !budget.ready || budget.units == 0) return false;
    if (!buy_at.ready || (buy_at.value != 0 && buy_at.value != 1)) return false;
    const std::array sides{side(frame, 3), side(frame, 6)};
    if (!sides[0] || !sides[1]) return false;
    const auto base = frame.in<Quantity>(3).mint, quote = frame.in<Quantity>(4).mint;
    // Pools of different pairs, or a budget of another token: no order is better than a wrong one.
    if (frame.in<Quantity>(6).mint != base || frame.in<Quantity>(7).mint != quote || budget.mint != quote ||
        base == quote)
      return false;
    const bool at_second = buy_at.value == 1;
    const auto trip = best_round_trip(budget.units, *sides[at_second ? 1 : 0], *sides[at_second ? 0 : 1]);
    if (trip.between == 0 || trip.gain() < params.gain_min) return false;
    out = {domain::Arbitrage{.first = at_second ? params.pool_1 : params.pool_0,
                             .second = at_second ? params.pool_0 : params.pool_1,
                             .mint = quote,
                             .between = base,
                             .amount_in = trip.in,
                             .amount_between = trip.between,
                             .out_min = trip.in + params.gain_min},
           true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& arbitrage() { return kind_of<ArbitrageAction>(); }
}  // namespace modules

}  // namespace zestron::agent
