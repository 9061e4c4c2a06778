// The pure arithmetic of earnings against plain 128-bit formulas.
#include <marketplace/earnings.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace marketplace {
namespace {

using u128 = unsigned __int128;

TEST(Earnings, days_begin_with_the_first_second) {
  constexpr i64 kTerm = 3 * kDaySeconds;
  EXPECT_EQ(started_days(1'000, kTerm, 999), 0u);
  EXPECT_EQ(started_days(1'000, kTerm, 1'000), 1u);
  EXPECT_EQ(started_days(1'000, kTerm, 1'000 + kDaySeconds - 1), 1u);
  EXPECT_EQ(started_days(1'000, kTerm, 1'000 + kDaySeconds), 2u);
  EXPECT_EQ(started_days(1'000, kTerm, 1'000 + 10 * kDaySeconds), 3u);
}

RC_GTEST_PROP(EarningsProperty, a_part_is_the_formula_and_ends_with_all, (u64 paid)) {
  const auto days = *rc::gen::inRange<u64>(1, 1'461);
  const auto begun = *rc::gen::inRange<u64>(0, days + 1);
  const u64 earned = earned_part(paid, begun, days);
  RC_ASSERT(earned == static_cast<u64>(paid - static_cast<u128>(paid) * (days - begun) / days));
  RC_ASSERT(earned <= paid);
  RC_ASSERT(begun == 0 || earned_part(paid, begun - 1, days) <= earned);
  RC_ASSERT(earned_part(paid, days, days) == paid && earned_part(paid, 0, days) == 0);
}

RC_GTEST_PROP(EarningsProperty, uses_at_a_whole_price_cost_just_that, ()) {
  const auto price = *rc::gen::inRange<u64>(1, 1'000'000);
  const auto bought = *rc::gen::inRange<u64>(1, 1'000'000);
  const auto used = *rc::gen::inRange<u64>(0, bought + 1);
  RC_ASSERT(earned_part(price * bought, used, bought) == price * used);
}

TEST(EpochRing, keeps_the_last_four) {
  EpochRing ring{};
  for (u64 epoch = 10; epoch < 15; ++epoch) EXPECT_TRUE(ring.add(epoch, epoch));
  EXPECT_EQ(ring.of(10), 0u);
  EXPECT_EQ(ring.of(11), 11u);
  EXPECT_EQ(ring.of(14), 14u);
  EXPECT_FALSE(ring.add(14, ~u64{0}));
  EXPECT_EQ(ring.of(14), 14u);
}

}  // namespace
}  // namespace marketplace
