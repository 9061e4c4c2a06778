#include "base/math/random.hpp"

#include <gtest/gtest.h>

namespace zestron::math {
namespace {

TEST(Random, numbers_are_pinned) {
  Random random(0);
  // First outputs of xoshiro256** over splitmix64(0), as other implementations print them.
  EXPECT_EQ(random.next(), 0x99ec5f36cb75f2b4ULL);
  EXPECT_EQ(random.next(), 0xbf6e1f784956452aULL);
}

TEST(Random, seeds_differ) { EXPECT_NE(Random(1).next(), Random(2).next()); }

TEST(Random, ranges_hold) {
  Random random(3);
  double sum = 0, squares = 0;
  constexpr int kCount = 100'000;
  for (int i = 0; i < kCount; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    ASSERT_LT(random.below(7), 7U);
    const double z = random.bell();
    sum += z;
    squares += z * z;
  }
  EXPECT_NEAR(sum / kCount, 0.0, 0.02);
  EXPECT_NEAR(squares / kCount, 1.0, 0.02);
}

}  // namespace
}  // namespace zestron::math
