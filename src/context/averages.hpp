// Running figures over a price series: exponential averages and volatility. Doubles with + − × ÷ √ only, so that every machine
// gets the same bits (compiled with -ffp-contract=off; the square root is exact by IEEE 754). Plain data, of constant size.
#pragma once

#include "context/window.hpp"

#include <cstddef>
#include <cstdint>

namespace zestron::context {

/// Exponential moving average with weight 2 / (period + 1) on the newest value, begun at the first one.
class Ema {
 public:
  Ema() : Ema(1) {}
  /// period ≥ 1
  explicit Ema(std::uint32_t period) : weight_(2.0 / (static_cast<double>(period) + 1.0)), period_(period) {}

  void add(double value) {
    average_ = count_ == 0 ? value : average_ + weight_ * (value - average_);
    if (count_ < period_) ++count_;
  }
  /// 0 before the first value.
  [[nodiscard]] double value() const { return average_; }
  /// True once `period` values were seen; before, the first one weighs too much.
  [[nodiscard]] bool ready() const { return count_ == period_; }

 private:
  double weight_, average_ = 0;
  std::uint32_t period_, count_ = 0;
};

/// (to / from − 1)²: the square of a relative change; `from` is not zero.
double squared_change(double from, double to);

/// Of squared changes: their root mean square, which is their standard deviation about zero, per step and relative: 0.01 is one
/// percent. 0 of none. Costs the length of the window, since a running sum would collect rounding errors.
double realised_volatility(const Window<double>& squared_changes);

/// In the order of the window, oldest first, so that it has the same bits everywhere; 0 of none.
double mean(const Window<double>& values);
/// About their mean, by n; 0 of none.
double deviation(const Window<double>& values);

}  // namespace zestron::context
