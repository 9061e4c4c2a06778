#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(ChannelModule, is_the_highest_and_lowest_of_the_newest) {
  Bench bench("channel", {{"period", 3}});
  for (const double value : {9.0, 1.0, 5.0, 4.0}) bench.number(0, value).step();
  EXPECT_EQ(bench.out<Number>(0).value, 5);
  EXPECT_EQ(bench.out<Number>(1).value, 1);
  EXPECT_TRUE(bench.out<Number>(1).ready);
}

}  // namespace
}  // namespace zestron::agent
