#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

Number of(const char* operation, double a, double b) {
  Bench bench("arithmetic", {{"operation", operation}});
  bench.number(0, a).number(1, b).step();
  return bench.out<Number>();
}

TEST(ArithmeticModule, computes) {
  EXPECT_EQ(of("add", 1, 2).value, 3);
  EXPECT_EQ(of("subtract", 1, 2).value, -1);
  EXPECT_EQ(of("multiply", 3, 2).value, 6);
  EXPECT_EQ(of("divide", 3, 2).value, 1.5);
  EXPECT_EQ(of("min", 3, 2).value, 2);
  EXPECT_EQ(of("max", 3, 2).value, 3);
  EXPECT_EQ(of("square_root", 9, 0).value, 3);
  EXPECT_EQ(of("log", 1, 0).value, 0);
  EXPECT_EQ(of("exp", 0, 0).value, 1);
  EXPECT_EQ(of("absolute", -4, 0).value, 4);
}

TEST(ArithmeticModule, gives_no_number_that_is_none) {
  EXPECT_FALSE(of("divide", 1, 0).ready);
  EXPECT_FALSE(of("square_root", -1, 0).ready);
  EXPECT_FALSE(of("log", 0, 0).ready);
  EXPECT_FALSE(of("exp", 1'000, 0).ready);
}

TEST(ArithmeticModule, takes_a_constant_where_b_is_open) {
  Bench bench("arithmetic", {{"operation", "multiply"}, {"constant", 2.5}});
  bench.leave_open(1);
  bench.number(0, 4).step();
  EXPECT_EQ(bench.out<Number>().value, 10);
}

}  // namespace
}  // namespace zestron::agent
