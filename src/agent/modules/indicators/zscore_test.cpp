#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(ZscoreModule, counts_deviations_from_the_mean) {
  Bench bench("zscore", {{"period", 4}});
  for (const double value : {2.0, 4.0, 4.0, 6.0}) bench.number(0, value).step();
  EXPECT_EQ(bench.out<Number>(1).value, 4);
  EXPECT_EQ(bench.out<Number>(2).value, std::sqrt(2.0));
  EXPECT_EQ(bench.out<Number>(0).value, 2.0 / std::sqrt(2.0));
  EXPECT_TRUE(bench.out<Number>(0).ready);
}

TEST(ZscoreModule, has_no_score_where_nothing_moves) {
  Bench bench("zscore", {{"period", 2}});
  bench.number(0, 7).step();
  bench.number(0, 7).step();
  EXPECT_FALSE(bench.out<Number>(0).ready);
  EXPECT_TRUE(bench.out<Number>(1).ready);
}

}  // namespace
}  // namespace zestron::agent
