#include "base/math/exp_log.hpp"

#include "base/math/random.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace zestron::math {
namespace {

// Distance to the true value in units of the last place of the result.
double error_in_ulps(double value, long double truth) {
  const double nearest = static_cast<double>(truth);
  const double ulp = std::nextafter(std::fabs(nearest), std::numeric_limits<double>::infinity()) - std::fabs(nearest);
  return static_cast<double>(std::fabs(static_cast<long double>(value) - truth) / static_cast<long double>(ulp));
}

TEST(Exp, is_within_a_unit_of_the_last_place) {
  Random random(1);
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double x = (random.uniform() - 0.5) * (i % 2 == 0 ? 4.0 : 1400.0);
    worst = std::max(worst, error_in_ulps(exp(x), std::exp(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 1.0);
}

TEST(Log, is_within_a_unit_of_the_last_place) {
  Random random(2);
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    // Near 1, where the result loses its leading digits, and over the whole range.
    const double x = i % 2 == 0 ? 0.9 + 0.2 * random.uniform()
                                : std::ldexp(1.0 + random.uniform(), static_cast<int>(random.below(2000)) - 1000);
    worst = std::max(worst, error_in_ulps(log(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 1.0);
}

TEST(ExpLog, special_values) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(exp(1000.0), kInfinity);
  EXPECT_EQ(exp(-1000.0), 0.0);
  EXPECT_EQ(exp(-kInfinity), 0.0);
  EXPECT_GT(exp(-745.0), 0.0) << "subnormal results are not flushed";
  EXPECT_TRUE(std::isnan(exp(std::nan(""))));
  EXPECT_EQ(log(1.0), 0.0);
  EXPECT_EQ(log(0.0), -kInfinity);
  EXPECT_EQ(log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(log(-1.0)));
  EXPECT_NEAR(log(std::numeric_limits<double>::denorm_min()), -744.4400719213812, 1e-12);
}

// The bits themselves: whatever changes them changes decisions on recorded histories. Folded over many arguments, so that a
// compiler that reorders or contracts shows here.
TEST(ExpLog, bits_are_pinned) {
  EXPECT_EQ(log(10.0), 0x1.26bb1bbb55516p+1);
  Random random(3);
  std::uint64_t bits = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double x = random.uniform();
    for (const double value : {exp(20.0 * (x - 0.5)), log(x + 0x1p-60)}) {
      bits = (bits ^ std::bit_cast<std::uint64_t>(value)) * 0x9e3779b97f4a7c15ULL;
      bits ^= bits >> 29U;
    }
  }
  EXPECT_EQ(bits, 4707706569297557946ULL);
}

}  // namespace
}  // namespace zestron::math
