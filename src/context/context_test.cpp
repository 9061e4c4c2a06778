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
  Window<int>::Head head;
  std::vector<int> room(3);
  Window<int> window(head, room);
  for (int i = 1; i <= 5; ++i) window.add(i);
  EXPECT_TRUE(window.full());
  EXPECT_EQ(window[0], 3);
  EXPECT_EQ(window[2], 5);
  EXPECT_EQ(window.newest(), 5);
}

RC_GTEST_PROP(Window, is_the_tail_of_what_was_added, (const std::vector<int>& values)) {
  std::vector<int> room(*rc::gen::inRange<std::size_t>(1, 20));
  Window<int>::Head head;
  Window<int> window(head, room);
  for (const int value : values) window.add(value);
  RC_ASSERT(window.size() == std::min(room.size(), values.size()));
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

double realised(std::size_t period, const std::vector<double>& values) {
  Window<double>::Head head;
  std::vector<double> room(period);
  Window<double> squares(head, room);
  for (std::size_t i = 1; i < values.size(); ++i) squares.add(squared_change(values[i - 1], values[i]));
  return realised_volatility(squares);
}

TEST(Volatility, is_zero_for_a_still_price_and_the_step_for_an_even_zigzag) {
  EXPECT_EQ(realised(5, {7, 7, 7, 7}), 0);
  EXPECT_EQ(realised(2, {1, 1.5, 3}), std::sqrt((0.25 + 1.0) / 2));
  EXPECT_EQ(realised(1, {1, 1.5, 3}), 1.0) << "only the newest change is in the window";
}

TEST(Deviation, is_about_the_mean) {
  Window<double>::Head head;
  std::vector<double> room(4);
  Window<double> window(head, room);
  EXPECT_EQ(deviation(window), 0);
  for (const double value : {9.0, 2.0, 4.0, 4.0, 6.0}) window.add(value);
  EXPECT_EQ(mean(window), 4);
  EXPECT_EQ(deviation(window), std::sqrt(2.0));
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
