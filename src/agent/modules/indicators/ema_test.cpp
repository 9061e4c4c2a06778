#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(EmaModule, is_ready_after_its_period) {
  Bench bench("ema", {{"period", 3}});
  EXPECT_TRUE(bench.number(0, 10).step());
  EXPECT_TRUE(bench.number(0, 20).step());
  EXPECT_EQ(bench.out<Number>().value, 15);
  EXPECT_FALSE(bench.out<Number>().ready);
  bench.number(0, 15).step();
  EXPECT_TRUE(bench.out<Number>().ready);
}

TEST(EmaModule, lets_what_is_not_ready_pass_by) {
  Bench bench("ema", {{"period", 3}});
  EXPECT_FALSE(bench.put(0, Number{5, false}).step());
}

}  // namespace
}  // namespace zestron::agent
