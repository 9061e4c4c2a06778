#include "context/assemble.hpp"
#include "context/averages.hpp"
#include "context/window.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace zestron::context {
namespace {

TEST(Window, keeps_the_newest) {
  Window<int> window(3);
  for (int i = 1; i <= 5; ++i) window.add(i);
  EXPECT_TRUE(window.full());
  EXPECT_EQ(window[0], 3);
  EXPECT_EQ(window[2], 5);
  EXPECT_EQ(window.newest(), 5);
}

RC_GTEST_PROP(Window, is_the_tail_of_what_was_added, (const std::vector<int>& values)) {
  const auto capacity = *rc::gen::inRange<std::size_t>(1, 20);
  Window<int> window(capacity);
  for (const int value : values) window.add(value);
  RC_ASSERT(window.size() == std::min(capacity, values.size()));
  for (std::size_t i = 0; i < window.size(); ++i) RC_ASSERT(window[i] == values[values.size() - window.size() + i]);
}

TEST(Ema, weighs_the_newest_with_two_over_period_plus_one) {
  Ema ema(3);
  ema.add(10);
  EXPECT_EQ(ema.value(), 10);
  ema.add(20);
  EXPECT_EQ(ema.value(), 15);
  EXPECT_FALSE(ema.ready());
  ema.add(15);
  EXPECT_EQ(ema.value(), 15);
  EXPECT_TRUE(ema.ready());
}

RC_GTEST_PROP(Ema, stays_within_what_it_saw, ()) {
  const auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 1'000'000)));
  Ema ema(*rc::gen::inRange<std::uint32_t>(1, 50));
  for (const int value : values) ema.add(value);
  RC_ASSERT(ema.value() >= *std::ranges::min_element(values) - 1e-6);
  RC_ASSERT(ema.value() <= *std::ranges::max_element(values) + 1e-6);
}

template <class Estimator>
double after(std::uint32_t period, const std::vector<double>& values) {
  Estimator estimator(period);
  for (const double value : values) estimator.add(value);
  return estimator.value();
}

TEST(Volatility, is_zero_for_a_still_price_and_the_step_for_an_even_zigzag) {
  EXPECT_EQ(after<RealisedVolatility>(5, {7, 7, 7, 7}), 0);
  EXPECT_EQ(after<EwmaVolatility>(5, {7, 7, 7, 7}), 0);
  EXPECT_EQ(after<RealisedVolatility>(2, {1, 1.5, 3}), std::sqrt((0.25 + 1.0) / 2));
  EXPECT_EQ(after<RealisedVolatility>(1, {1, 1.5, 3}), 1.0) << "only the newest change is in the window";
  EXPECT_EQ(after<EwmaVolatility>(1, {1, 1.5, 3}), 1.0);
}

TEST(Volatility, is_ready_after_its_period_of_changes) {
  RealisedVolatility realised(2);
  EwmaVolatility ewma(2);
  for (int i = 0; i < 2; ++i) {
    realised.add(1);
    ewma.add(1);
  }
  EXPECT_FALSE(realised.ready());
  EXPECT_FALSE(ewma.ready());
  realised.add(1);
  ewma.add(1);
  EXPECT_TRUE(realised.ready());
  EXPECT_TRUE(ewma.ready());
}

domain::Tick tick(std::int64_t price, std::int32_t exponent, std::int64_t ms) {
  return {.feed = {}, .price = price, .exponent = exponent, .published = UnixMillis(ms)};
}

TEST(Assemble, now_is_the_later_of_clock_and_tick) {
  EXPECT_EQ(assemble(Slot(3), UnixSeconds(5), tick(1, -8, 5'400))->now, UnixMillis(5'400));
  EXPECT_EQ(assemble(Slot(3), UnixSeconds(6), tick(1, -8, 5'400))->now, UnixMillis(6'000));
  EXPECT_EQ(assemble(Slot(3), UnixSeconds(6), tick(1, -8, 5'400))->slot, Slot(3));
}

TEST(Assemble, refuses_a_tick_that_is_none) {
  EXPECT_FALSE(assemble(Slot(3), UnixSeconds(5), tick(0, -8, 0)));
  EXPECT_FALSE(assemble(Slot(3), UnixSeconds(5), tick(-1, -8, 0)));
  EXPECT_FALSE(assemble(Slot(3), UnixSeconds(5), tick(1, 1, 0)));
  EXPECT_FALSE(assemble(Slot(3), UnixSeconds(5), tick(1, -19, 0)));
}

TEST(ToDouble, is_the_nearest) {
  EXPECT_EQ(to_double(tick(17568000000, -8, 0)), 175.68);
  EXPECT_EQ(to_double(tick(162008, -8, 0)), 0.00162008);
  EXPECT_EQ(to_double(tick(5, 0, 0)), 5.0);
}

}  // namespace
}  // namespace zestron::context
