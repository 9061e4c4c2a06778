// Money and one position, which follows the agent's: each change of side is an order, filled at the first tick that is late enough, at
// the costs of the settings. Exact integers.
#pragma once

#include "agent/trade.hpp"
#include "backtest/fills.hpp"
#include "backtest/settings.hpp"
#include "domain/context_view.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zestron::backtest {

class Account {
 public:
  /// Begins with `start_micros`, and spends at most as much on one purchase.
  Account(std::int64_t start_micros, const Costs& costs, std::int64_t latency_ms)
      : costs_(costs), latency_ms_(latency_ms), start_(start_micros), cash_(start_micros) {}

  /// Fills the orders that are due, and marks what is held.
  void on_tick(const domain::ContextView& view) {
    if (next_ != orders_.size()) fill_due(view);
    if (quantity_ != 0) mark(view.tick);
  }
  /// Decided at `view`; without latency it is filled there.
  void order(agent::Side side, const domain::ContextView& view);

  /// What is held at the newest tick's own price, without slippage and the fee of selling.
  [[nodiscard]] std::int64_t equity_micros() const { return equity_; }
  [[nodiscard]] std::int64_t start_micros() const { return start_; }
  [[nodiscard]] agent::Side side() const { return quantity_ == 0 ? agent::Side::kFlat : agent::Side::kLong; }
  /// Closed ones, oldest first.
  [[nodiscard]] const std::vector<agent::TradeClosed>& trades() const { return trades_; }
  /// The one that is open; only when side() is long.
  [[nodiscard]] const agent::TradeOpened& open() const { return open_; }
  /// Orders that bought or sold nothing: too small for a unit, or beyond 64 bits.
  [[nodiscard]] std::uint64_t unfilled() const { return unfilled_; }
  /// Orders that still wait.
  [[nodiscard]] std::size_t pending() const { return orders_.size() - next_; }

 private:
  struct Order {
    agent::Side side;
    std::int64_t due_ms;
  };
  void fill_due(const domain::ContextView& view);
  void fill(agent::Side side, const domain::ContextView& view);
  bool open_position(const domain::ContextView& view);
  bool close_position(const domain::ContextView& view);
  void mark(const domain::Tick& tick);

  Costs costs_;
  std::int64_t latency_ms_;
  std::int64_t start_, cash_;
  std::int64_t equity_ = start_;
  std::uint64_t quantity_ = 0;
  std::uint64_t unfilled_ = 0;
  agent::TradeOpened open_;
  std::vector<agent::TradeClosed> trades_;
  std::vector<Order> orders_;
  std::size_t next_ = 0;  // the first that waits
};

}  // namespace zestron::backtest
