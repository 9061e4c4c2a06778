#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(EveryModule, passes_each_nth_value_on) {
  Bench bench("every", {{"period", 2}});
  EXPECT_FALSE(bench.number(0, 1).step());
  EXPECT_TRUE(bench.number(0, 2).step());
  EXPECT_FALSE(bench.number(0, 3).step());
  EXPECT_EQ(bench.out<Number>().value, 2);
}

}  // namespace
}  // namespace zestron::agent
