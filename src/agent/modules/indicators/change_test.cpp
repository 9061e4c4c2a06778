#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(ChangeModule, is_relative_to_the_value_so_many_before) {
  Bench bench("change", {{"period", 2}});
  bench.number(0, 4).step();
  bench.number(0, 9).step();
  EXPECT_FALSE(bench.out<Number>().ready);
  bench.number(0, 5).step();
  EXPECT_EQ(bench.out<Number>().value, 0.25);
  EXPECT_TRUE(bench.out<Number>().ready);
}

TEST(ChangeModule, from_zero_there_is_none) {
  Bench bench("change", {{"period", 1}});
  bench.number(0, 0).step();
  bench.number(0, 5).step();
  EXPECT_FALSE(bench.out<Number>().ready);
}

}  // namespace
}  // namespace zestron::agent
