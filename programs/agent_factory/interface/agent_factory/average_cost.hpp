// Average cost: what a wallet holds that was bought through `execute`, and what selling it realises. Only moves of the
// oracle's price between buy and sale make a gain: a buy is booked at the dearer, a sale at the cheaper of executed and
// oracle value, and what is sold beyond what was bought (gifts) realises nothing.
#pragma once

#include <agent_factory/valuation.hpp>

namespace agent_factory {

// Quantity in units of the mint, cost in units of the quote mint. Of no quantity the cost is 0.
struct Holding {
  u64 quantity = 0;
  u64 cost = 0;

  friend constexpr bool operator==(const Holding&, const Holding&) = default;
};

// What left and what came, both at the oracle's prices. The one says what the other was executed at.
struct TradeValue {
  ValueBounds paid;
  ValueBounds received;
};

// What a buy is booked at: the dearer.
constexpr u64 booked_cost(const TradeValue& trade) {
  return trade.paid.up > trade.received.up ? trade.paid.up : trade.received.up;
}
// What a sale is booked at: the cheaper.
constexpr u64 booked_proceeds(const TradeValue& trade) {
  return trade.paid.down < trade.received.down ? trade.paid.down : trade.received.down;
}

struct Outturn {
  u64 gain = 0;
  u64 loss = 0;  // at least one of them is 0

  friend constexpr bool operator==(const Outturn&, const Outturn&) = default;
};

constexpr Outturn outturn(u64 before, u64 after) {
  return after > before ? Outturn{after - before, 0} : Outturn{0, before - after};
}

// What execution itself won or lost against the oracle: spread, arbitrage.
constexpr Outturn execution_outturn(const TradeValue& trade) { return outturn(trade.paid.up, trade.received.down); }

// False, and nothing changed: a sum would overflow.
constexpr bool buy(Holding& holding, u64 quantity, u64 cost) {
  const Checked<u64> quantities = Checked<u64>{holding.quantity} + quantity;
  const Checked<u64> costs = Checked<u64>{holding.cost} + cost;
  if (!quantities || !costs) return false;
  holding = {quantities.value(), costs.value()};
  return true;
}

// Takes `quantity` out at cost, as much as there is: a withdrawal realises nothing. Gives the cost that left, rounded down,
// so that what stays doesn't look cheaper than it was: rounded up, a part sold at the price it was bought for could gain a
// unit. The last unit takes the whole rest.
constexpr u64 move_out(Holding& holding, u64 quantity) {
  if (quantity >= holding.quantity) {
    const u64 cost = holding.cost;
    holding = {};
    return cost;
  }
  // Valid: quantity < holding.quantity, so the result is at most the cost.
  const u64 cost = mul_div_down(holding.cost, quantity, holding.quantity).value();
  // grapnel-lint: allow(unchecked-arithmetic) quantity < holding.quantity, and the cost of a part is at most the whole
  holding = {holding.quantity - quantity, holding.cost - cost};
  return cost;
}

// Sells `quantity` for `proceeds` in all. What is beyond the holding takes its share of the proceeds and realises nothing;
// the share of the tracked part is rounded down.
constexpr Outturn sell(Holding& holding, u64 quantity, u64 proceeds) {
  const u64 tracked = quantity < holding.quantity ? quantity : holding.quantity;
  if (tracked == 0) return {};
  // Valid: tracked <= quantity.
  const u64 share = tracked == quantity ? proceeds : mul_div_down(proceeds, tracked, quantity).value();
  return outturn(move_out(holding, tracked), share);
}

}  // namespace agent_factory
