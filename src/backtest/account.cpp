#include "backtest/account.hpp"

#include <algorithm>

namespace zestron::backtest {

void Account::order(agent::Side side, const domain::ContextView& view) {
  if (latency_ms_ == 0) {
    fill(side, view);
    mark(view.tick);
    return;
  }
  orders_.push_back({side, view.now.value() + latency_ms_});
}

void Account::fill_due(const domain::ContextView& view) {
  while (next_ != orders_.size() && orders_[next_].due_ms <= view.now.value()) fill(orders_[next_++].side, view);
  if (next_ == orders_.size()) {
    orders_.clear();
    next_ = 0;
  }
  mark(view.tick);
}

void Account::fill(agent::Side side, const domain::ContextView& view) {
  // An order before this one may have bought nothing, and then there is nothing to sell.
  if (side == this->side()) return;
  const bool done = side == agent::Side::kLong ? open_position(view) : close_position(view);
  if (!done) ++unfilled_;
}

bool Account::open_position(const domain::ContextView& view) {
  const auto budget = static_cast<std::uint64_t>(std::min(start_, cash_));
  const auto bought = buy(budget, view.tick, costs_);
  if (!bought) return false;
  open_ = {trades_.size() + 1,   view.slot,         view.now, bought->price, bought->quantity,
           bought->value_micros, bought->fee_micros};
  cash_ -= static_cast<std::int64_t>(bought->value_micros + bought->fee_micros);
  quantity_ = bought->quantity;
  return true;
}

bool Account::close_position(const domain::ContextView& view) {
  const auto sold = sell(quantity_, view.tick, costs_);
  if (!sold) return false;
  const auto received = static_cast<std::int64_t>(sold->value_micros - sold->fee_micros);
  if (received > agent::kMicrosMax - cash_) return false;
  const auto spent = static_cast<std::int64_t>(open_.cost_micros + open_.fee_micros);
  trades_.push_back({open_, view.slot, view.now, sold->price, sold->value_micros, sold->fee_micros, received - spent});
  cash_ += received;
  quantity_ = 0;
  return true;
}

void Account::mark(const domain::Tick& tick) {
  const auto worth = agent::value_micros(quantity_, tick);
  const auto held = worth ? static_cast<std::int64_t>(*worth) : agent::kMicrosMax;
  equity_ = held > agent::kMicrosMax - cash_ ? agent::kMicrosMax : cash_ + held;
}

}  // namespace zestron::backtest
