#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

double after(const std::vector<double>& values) {
  Bench bench("rsi", {{"period", 2}});
  for (const double value : values) bench.number(0, value).step();
  EXPECT_TRUE(bench.out<Number>().ready);
  return bench.out<Number>().value;
}

TEST(RsiModule, is_the_share_of_the_rises) {
  EXPECT_EQ(after({1, 2, 3}), 100);
  EXPECT_EQ(after({3, 2, 1}), 0);
  EXPECT_EQ(after({5, 5, 5}), 50);
  EXPECT_EQ(after({10, 13, 12}), 75);
  EXPECT_EQ(after({10, 13, 12, 12}), 75) << "both averages halve";
}

TEST(RsiModule, is_ready_after_its_period_of_changes) {
  Bench bench("rsi", {{"period", 2}});
  bench.number(0, 1).step();
  bench.number(0, 2).step();
  EXPECT_FALSE(bench.out<Number>().ready);
}

}  // namespace
}  // namespace zestron::agent
