// What an order on paper costs and brings: slippage, fee and rounding, each against the trader. Exact integers; 128 bits between.
#pragma once

#include "agent/trade.hpp"
#include "domain/tick.hpp"

#include <cstdint>
#include <optional>

namespace zestron::agent {

/// Hundredths of a percent, at most 10,000 each.
struct Costs {
  std::uint32_t fee_bps = 0;
  std::uint32_t slippage_bps = 0;
};

struct Fill {
  FillPrice price;                 ///< after slippage
  std::uint64_t quantity = 0;      ///< nano-units of the base
  std::uint64_t value_micros = 0;  ///< quantity × price, without the fee
  std::uint64_t fee_micros = 0;
};

/// Amounts of money lie within this, so that sums of two fit 64 bits.
inline constexpr std::int64_t kMicrosMax = std::int64_t{1} << 62;

/// As much as `budget_micros` pays for, fee included: value + fee ≤ budget. nullopt when that buys less than a nano-unit, or a
/// figure does not fit.
std::optional<Fill> buy(std::uint64_t budget_micros, const domain::Tick& tick, const Costs& costs);

/// nullopt when a figure does not fit. The fee never exceeds the value.
std::optional<Fill> sell(std::uint64_t quantity, const domain::Tick& tick, const Costs& costs);

/// At the tick's own price, rounded down; nullopt above kMicrosMax.
std::optional<std::uint64_t> value_micros(std::uint64_t quantity, const domain::Tick& tick);

}  // namespace zestron::agent
