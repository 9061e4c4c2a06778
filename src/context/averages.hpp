// Running figures over a price series: exponential averages and volatility. Doubles with + − × ÷ √ only, so that every machine
// gets the same bits (compiled with -ffp-contract=off; the square root is exact by IEEE 754). Constant memory but for windows.
#pragma once

#include "context/window.hpp"

#include <cstddef>
#include <cstdint>

namespace zestron::context {

/// Exponential moving average with weight 2 / (period + 1) on the newest value, begun at the first one.
class Ema {
 public:
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

/// Root mean square of the relative changes between the last period + 1 values: their standard deviation about zero.
class RealisedVolatility {
 public:
  /// period ≥ 1
  explicit RealisedVolatility(std::uint32_t period) : squares_(period) {}

  /// value > 0
  void add(double value);
  /// Per step, relative: 0.01 is one percent. Costs the length of the window, since a running sum would collect rounding errors.
  [[nodiscard]] double value() const;
  [[nodiscard]] bool ready() const { return squares_.full(); }

 private:
  Window<double> squares_;
  double last_ = 0;
};

/// Root of the exponential average of squared relative changes.
class EwmaVolatility {
 public:
  explicit EwmaVolatility(std::uint32_t period) : variance_(period) {}

  /// value > 0
  void add(double value);
  [[nodiscard]] double value() const;
  [[nodiscard]] bool ready() const { return variance_.ready(); }

 private:
  Ema variance_;
  double last_ = 0;
};

}  // namespace zestron::context
