// What a backtest assumes about the world that the recording does not say: what an order costs, how late it is filled, and how often
// returns are taken. All of it stands in the report, and so in its hash.
#pragma once

#include "agent/fill.hpp"
#include "base/types.hpp"

#include <cstdint>
#include <variant>

namespace zestron::backtest {

/// Fee and slippage as the agent's own position module has them: with no latency, the account is the agent's own, to the micro-unit.
struct OwnCosts {
  bool operator==(const OwnCosts&) const = default;
};

/// Fee and slippage in hundredths of a percent of what is traded.
struct ProportionalCosts {
  agent::Costs costs;
};

/// A constant-product pool of the swap_pool program that stands at the market's price before each order, with so much of the quote
/// currency in it: an order pays the pool's fee, and the larger it is against the pool the worse its price.
struct PoolCosts {
  std::uint64_t depth_micros = 0;  ///< > 0; micro-units of the quote currency
  std::uint32_t fee_bps = 0;       ///< at most 10,000
};

using Costs = std::variant<OwnCosts, ProportionalCosts, PoolCosts>;

struct Settings {
  Costs costs = OwnCosts{};
  std::int64_t latency_ms = 0;         ///< an order is filled at the first tick that is so much later than its decision
  std::int64_t period_ms = 3'600'000;  ///< > 0; of the returns that Sharpe's ratio is made of
  Slot first_slot{1};                  ///< of the first tick; a live run begins at another
};

inline constexpr std::int64_t kLatencyMsMax = 24LL * 60 * 60 * 1000;

}  // namespace zestron::backtest
