#include "backtest/figures.hpp"

#include "base/assert.hpp"

#include <cmath>

namespace zestron::backtest {
namespace {

constexpr double kYearMs = 365.0 * 24 * 60 * 60 * 1000;
/// A series with a gap of decades would else make returns without end.
constexpr std::size_t kReturnsMax = 1'000'000;

double ratio(std::int64_t a, std::int64_t b) { return static_cast<double>(a) / static_cast<double>(b); }

}  // namespace

Figures::Figures(std::size_t ticks, std::int64_t start_micros, std::int64_t period_ms)
    : stride_((ticks + kCurvePointsMax - 1) / kCurvePointsMax),
      until_point_(1),
      period_ms_(period_ms),
      peak_(start_micros),
      last_equity_(start_micros),
      period_began_(start_micros) {
  ZESTRON_ASSERT(ticks > 0 && period_ms > 0);
}

void Figures::deeper(UnixMillis at, std::int64_t equity_micros) {
  below_ = peak_ - equity_micros;
  const double share = ratio(below_, peak_);
  if (share > drawdown_.share) drawdown_ = {below_, share, peak_at_, at};
}

void Figures::end_periods(UnixMillis at) {
  if (period_ends_ == INT64_MIN) {  // the first tick
    period_ends_ = at.value() + period_ms_;
    peak_at_ = at;
    return;
  }
  while (at.value() >= period_ends_ && returns_.size() < kReturnsMax) {
    returns_.push_back(period_began_ == 0 ? 0 : ratio(last_equity_ - period_began_, period_began_));
    period_began_ = last_equity_;
    period_ends_ += period_ms_;
  }
}

void Figures::point(const domain::Tick& tick, std::int64_t equity_micros) {
  curve_.push_back({tick.published, tick.price, equity_micros});
  until_point_ = stride_;
}

void Figures::end(const domain::Tick& last, std::int64_t equity_micros) {
  if (until_point_ != stride_) point(last, equity_micros);
}

std::optional<double> sharpe(std::span<const double> returns, std::int64_t period_ms) {
  if (returns.size() < 2) return std::nullopt;
  const auto count = static_cast<double>(returns.size());
  double sum = 0;
  for (const double value : returns) sum += value;
  const double mean = sum / count;
  double squares = 0;
  for (const double value : returns) squares += (value - mean) * (value - mean);
  const double deviation = std::sqrt(squares / (count - 1));
  if (deviation == 0) return std::nullopt;
  return mean / deviation * std::sqrt(kYearMs / static_cast<double>(period_ms));
}

}  // namespace zestron::backtest
