#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(CrossModule, turns_where_the_averages_cross) {
  Bench bench("cross");
  const auto at = [&](double fast, double slow) { return bench.number(0, fast).number(1, slow).step(); };
  EXPECT_FALSE(at(2, 1)) << "above from the start: entering now would be late";
  EXPECT_FALSE(at(1, 2));
  EXPECT_FALSE(at(2, 2)) << "equal is no crossing yet";
  EXPECT_TRUE(at(3, 2));
  EXPECT_EQ(bench.out<Signal>().side, Side::kLong);
  EXPECT_TRUE(at(1, 2));
  EXPECT_EQ(bench.out<Signal>().side, Side::kFlat);
}

}  // namespace
}  // namespace zestron::agent
