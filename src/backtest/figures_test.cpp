#include "backtest/figures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace zestron::backtest {
namespace {

Figures of(const std::vector<std::int64_t>& equity, std::int64_t step_ms = 1'000, std::int64_t period_ms = 1'000) {
  Figures out(equity.size(), equity[0], period_ms);
  domain::Tick tick;
  for (std::size_t i = 0; i < equity.size(); ++i) {
    tick.published = UnixMillis(static_cast<std::int64_t>(i) * step_ms);
    out.on_tick(tick, equity[i]);
  }
  out.end(tick, equity.back());
  return out;
}

TEST(Figures, deepest_fall_by_share_of_its_peak) {
  // 50 of 100 is deeper than 60 of 200.
  const auto found = of({100, 50, 200, 140}).drawdown();
  EXPECT_EQ(found.micros, 50);
  EXPECT_EQ(found.share, 0.5);
  EXPECT_EQ(found.from, UnixMillis(0));
  EXPECT_EQ(found.to, UnixMillis(1'000));
  EXPECT_EQ(of({100, 110, 120}).drawdown().share, 0);
}

RC_GTEST_PROP(Figures, drawdown_is_that_of_all_pairs, ()) {
  const auto equity =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 1'000)));
  double deepest = 0;
  for (std::size_t i = 0; i < equity.size(); ++i) {
    for (std::size_t j = i; j < equity.size(); ++j)
      deepest = std::max(deepest, static_cast<double>(equity[i] - equity[j]) / static_cast<double>(equity[i]));
  }
  RC_ASSERT(of(equity).drawdown().share == deepest);
}

TEST(Figures, a_period_without_ticks_returns_nothing) {
  const auto returns = of({100, 110, 121}, 2'500).returns();  // at 0, 2.5 s and 5 s
  EXPECT_EQ(returns, (std::vector{0.0, 0.0, 0.1, 0.0, 0.0}));
}

TEST(Figures, a_curve_is_bounded_and_ends_with_the_last_tick) {
  const auto curve = of(std::vector<std::int64_t>(12'345, 7)).curve();
  EXPECT_LE(curve.size(), kCurvePointsMax + 1);
  EXPECT_GT(curve.size(), kCurvePointsMax / 2);
  EXPECT_EQ(curve.front().at, UnixMillis(0));
  EXPECT_EQ(curve.back().at, UnixMillis(12'344'000));
  EXPECT_EQ(of({5}).curve().size(), 1U);
}

TEST(Sharpe, of_known_returns) {
  const std::vector<double> returns{0.01, 0.03, -0.01, 0.01};
  // Mean 0.01, deviation √(0.0008 / 3); a year has 365 days.
  EXPECT_NEAR(*sharpe(returns, 86'400'000), 0.01 / 0.0163299316185545 * 19.1049731745428, 1e-9);
  EXPECT_FALSE(sharpe(std::vector{0.01}, 1'000).has_value());
  EXPECT_FALSE(sharpe(std::vector{0.01, 0.01, 0.01}, 1'000).has_value());
}

}  // namespace
}  // namespace zestron::backtest
