#include "backtest/fills.hpp"

#include "base/assert.hpp"

#include <swap_pool/quote.hpp>

#include <limits>

namespace zestron::backtest {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr Wide kMax = static_cast<Wide>(std::numeric_limits<std::int64_t>::max());

// micro-units = nano-units × mantissa ÷ this; the exponent is −18 … 0.
Wide scale(std::int32_t exponent) {
  Wide out = 1'000;
  for (auto i = exponent; i < 0; ++i) out *= 10;
  return out;
}

std::optional<swap_pool::SwapQuote> quote(std::uint64_t in, std::uint64_t reserve_in, std::uint64_t reserve_out,
                                          std::uint32_t fee_bps) {
  swap_pool::Fees fees{};
  fees.trade_fee_numerator = fee_bps;
  fees.trade_fee_denominator = 10'000;
  swap_pool::SwapQuote out{};
  if (!swap_pool::quote_swap(in, {.in = reserve_in, .out = reserve_out, .supply = 1}, fees, out)) return std::nullopt;
  return out;
}

// Nano-units of the base that are worth the pool's depth; 0 when they do not fit.
std::uint64_t base_of(const PoolCosts& pool, const domain::Tick& tick) {
  const Wide base =
      static_cast<Wide>(pool.depth_micros) * scale(tick.exponent) / static_cast<std::uint64_t>(tick.price);
  return base > kMax ? 0 : static_cast<std::uint64_t>(base);
}

// value ÷ quantity, as a mantissa of the tick's exponent.
std::int64_t price_of(std::uint64_t value_micros, std::uint64_t quantity, const domain::Tick& tick) {
  const Wide mantissa = static_cast<Wide>(value_micros) * scale(tick.exponent) / quantity;
  return mantissa > kMax ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(mantissa);
}

std::optional<agent::Fill> buy_from(const PoolCosts& pool, std::uint64_t budget_micros, const domain::Tick& tick) {
  const auto base = base_of(pool, tick);
  if (base == 0 || budget_micros == 0) return std::nullopt;
  const auto got = quote(budget_micros, pool.depth_micros, base, pool.fee_bps);
  if (!got) return std::nullopt;
  const auto value = budget_micros - got->trade_fee;
  return agent::Fill{.price = {price_of(value, got->amount_out, tick), tick.exponent},
                     .quantity = got->amount_out,
                     .value_micros = value,
                     .fee_micros = got->trade_fee};
}

std::optional<agent::Fill> sell_to(const PoolCosts& pool, std::uint64_t quantity, const domain::Tick& tick) {
  const auto base = base_of(pool, tick);
  if (base == 0 || quantity == 0) return std::nullopt;
  const auto got = quote(quantity, base, pool.depth_micros, pool.fee_bps);
  if (!got) return std::nullopt;
  // The pool takes its fee in what comes in; what that is worth at the market counts as the fee.
  const auto fee = agent::value_micros(got->trade_fee, tick);
  if (!fee) return std::nullopt;
  const auto value = got->amount_out + *fee;
  return agent::Fill{.price = {price_of(value, quantity, tick), tick.exponent},
                     .quantity = quantity,
                     .value_micros = value,
                     .fee_micros = *fee};
}

}  // namespace

std::optional<agent::Fill> buy(std::uint64_t budget_micros, const domain::Tick& tick, const Costs& costs) {
  if (const auto* pool = std::get_if<PoolCosts>(&costs)) return buy_from(*pool, budget_micros, tick);
  ZESTRON_ASSERT(std::holds_alternative<ProportionalCosts>(costs));
  return agent::buy(budget_micros, tick, std::get<ProportionalCosts>(costs).costs);
}

std::optional<agent::Fill> sell(std::uint64_t quantity, const domain::Tick& tick, const Costs& costs) {
  if (const auto* pool = std::get_if<PoolCosts>(&costs)) return sell_to(*pool, quantity, tick);
  ZESTRON_ASSERT(std::holds_alternative<ProportionalCosts>(costs));
  return agent::sell(quantity, tick, std::get<ProportionalCosts>(costs).costs);
}

}  // namespace zestron::backtest
