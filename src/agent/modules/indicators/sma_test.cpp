#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(SmaModule, is_the_mean_of_the_newest) {
  Bench bench("sma", {{"period", 2}});
  bench.number(0, 1).step();
  EXPECT_FALSE(bench.out<Number>().ready);
  bench.number(0, 3).step();
  bench.number(0, 5).step();
  EXPECT_EQ(bench.out<Number>().value, 4);
  EXPECT_TRUE(bench.out<Number>().ready);
}

}  // namespace
}  // namespace zestron::agent
