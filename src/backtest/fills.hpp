// What an order would have got at a tick, by the costs of the settings. Exact integers, rounded against the account.
#pragma once

#include "agent/fill.hpp"
#include "backtest/settings.hpp"
#include "domain/tick.hpp"

#include <optional>

namespace zestron::backtest {

/// As much as `budget_micros` pays for, fee included. nullopt when that buys less than a nano-unit, or a figure does not fit. `costs` is
/// not OwnCosts.
std::optional<agent::Fill> buy(std::uint64_t budget_micros, const domain::Tick& tick, const Costs& costs);
/// Likewise.
std::optional<agent::Fill> sell(std::uint64_t quantity, const domain::Tick& tick, const Costs& costs);

}  // namespace zestron::backtest
