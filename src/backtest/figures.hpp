// What a run of equity adds up to: largest drawdown, the returns of equal periods and Sharpe's ratio, and a curve of bounded length.
// Doubles with + − × ÷ √ only, so that every machine gets the same bits.
#pragma once

#include "base/types.hpp"
#include "domain/tick.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace zestron::backtest {

struct CurvePoint {
  UnixMillis at;
  std::int64_t price = 0;  ///< mantissa of the tick
  std::int64_t equity_micros = 0;
};

/// At most so many, at equal numbers of ticks from each other, and the last tick.
inline constexpr std::size_t kCurvePointsMax = 1'000;

struct Drawdown {
  std::int64_t micros = 0;  ///< of the deepest by share
  double share = 0;         ///< of the peak before it
  UnixMillis from, to;      ///< peak and bottom
};

class Figures {
 public:
  /// `ticks`: how many will come, > 0.
  Figures(std::size_t ticks, std::int64_t start_micros, std::int64_t period_ms);

  void on_tick(const domain::Tick& tick, std::int64_t equity_micros) {
    const auto at = tick.published;
    if (equity_micros > peak_) {
      peak_ = equity_micros;
      peak_at_ = at;
    } else if (peak_ - equity_micros > below_) {
      deeper(at, equity_micros);
    }
    if (at.value() >= period_ends_) end_periods(at);
    last_equity_ = equity_micros;
    if (--until_point_ == 0) point(tick, equity_micros);
  }
  /// After the last tick.
  void end(const domain::Tick& last, std::int64_t equity_micros);

  [[nodiscard]] const Drawdown& drawdown() const { return drawdown_; }
  [[nodiscard]] const std::vector<CurvePoint>& curve() const { return curve_; }
  /// Of whole periods, with a tick or without one.
  [[nodiscard]] const std::vector<double>& returns() const { return returns_; }

 private:
  void deeper(UnixMillis at, std::int64_t equity_micros);
  void end_periods(UnixMillis at);
  void point(const domain::Tick& tick, std::int64_t equity_micros);

  std::size_t stride_, until_point_;
  std::int64_t period_ms_;
  std::int64_t peak_, last_equity_, period_began_;
  // The deepest fall so far. It stays when a peak passes the one before: a lesser fall from a higher peak is a lesser share.
  std::int64_t below_ = 0;
  std::int64_t period_ends_ = INT64_MIN;
  UnixMillis peak_at_;
  Drawdown drawdown_;
  std::vector<CurvePoint> curve_;
  std::vector<double> returns_;
};

/// Mean over standard deviation (by n − 1) of the returns, times the square root of how many periods a year of 365 days has; nullopt of
/// fewer than two, or when they do not differ.
std::optional<double> sharpe(std::span<const double> returns, std::int64_t period_ms);

}  // namespace zestron::backtest
