#include "app/cli/printing_narrator.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace zestron::cli {
namespace {

TEST(Decimal, writes_exactly_what_the_integers_say) {
  EXPECT_EQ(decimal(17542, -2), "175.42");
  EXPECT_EQ(decimal(17500, -2), "175");
  EXPECT_EQ(decimal(5, -8), "0.00000005");
  EXPECT_EQ(decimal(-5, -1), "-0.5");
  EXPECT_EQ(decimal(42, 0), "42");
  EXPECT_EQ(decimal(std::numeric_limits<std::int64_t>::min(), -18), "-9.223372036854775808");
}

TEST(SignedMoney, always_carries_its_sign) {
  EXPECT_EQ(signed_money(0), "+0.000000");
  EXPECT_EQ(signed_money(-6'279'037), "-6.279037");
  EXPECT_EQ(signed_money(std::numeric_limits<std::int64_t>::min()), "-9223372036854.775808");
}

}  // namespace
}  // namespace zestron::cli
