#include "agent/fill.hpp"

#include <array>
#include <limits>

namespace zestron::agent {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kWhole = 10'000;  // hundredths of a percent
constexpr Wide kMax = static_cast<Wide>(kMicrosMax);

constexpr Wide round_up(Wide value, Wide divisor) { return value / divisor + (value % divisor != 0 ? 1 : 0); }

// quote micros = nano quantity × mantissa × 10^exponent × 10^−9 × 10^6, so this is what the product is divided by.
// The exponent is −18 … 0: 10^3 … 10^21.
Wide scale(std::int32_t exponent) {
  Wide out = 1'000;
  for (auto i = exponent; i < 0; ++i) out *= 10;
  return out;
}

// quantity × mantissa < 2^127: it always fits.
Wide product(std::uint64_t quantity, std::int64_t mantissa) {
  return static_cast<Wide>(quantity) * static_cast<std::uint64_t>(mantissa);
}

}  // namespace

std::optional<Fill> buy(std::uint64_t budget_micros, const domain::Tick& tick, const Costs& costs) {
  const Wide mantissa = round_up(product(kWhole + costs.slippage_bps, tick.price), kWhole);
  if (mantissa > static_cast<Wide>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  // gross + ⌈gross × fee⌉ ≤ budget for every gross up to this one.
  const Wide gross = static_cast<Wide>(budget_micros) * kWhole / (kWhole + costs.fee_bps);
  const Wide divisor = scale(tick.exponent);
  // Budgets of a valid config lie below 2^53 and the divisor below 2^70; a larger one from elsewhere is refused, not wrapped.
  if (gross > std::numeric_limits<Wide>::max() / divisor) return std::nullopt;
  const Wide quantity = gross * divisor / mantissa;
  if (quantity == 0 || quantity > static_cast<Wide>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  Fill fill{.price = {static_cast<std::int64_t>(mantissa), tick.exponent},
            .quantity = static_cast<std::uint64_t>(quantity)};
  const Wide value = round_up(product(fill.quantity, fill.price.mantissa), divisor);
  fill.value_micros = static_cast<std::uint64_t>(value);
  fill.fee_micros = static_cast<std::uint64_t>(round_up(value * costs.fee_bps, kWhole));
  return fill;
}

std::optional<Fill> sell(std::uint64_t quantity, const domain::Tick& tick, const Costs& costs) {
  const Wide mantissa = product(kWhole - costs.slippage_bps, tick.price) / kWhole;
  Fill fill{.price = {static_cast<std::int64_t>(mantissa), tick.exponent}, .quantity = quantity};
  const Wide value = product(quantity, fill.price.mantissa) / scale(tick.exponent);
  if (value > kMax) return std::nullopt;
  fill.value_micros = static_cast<std::uint64_t>(value);
  fill.fee_micros = static_cast<std::uint64_t>(round_up(value * costs.fee_bps, kWhole));
  return fill;
}

std::optional<std::uint64_t> value_micros(std::uint64_t quantity, const domain::Tick& tick) {
  const Wide value = product(quantity, tick.price) / scale(tick.exponent);
  return value > kMax ? std::nullopt : std::optional(static_cast<std::uint64_t>(value));
}

}  // namespace zestron::agent
