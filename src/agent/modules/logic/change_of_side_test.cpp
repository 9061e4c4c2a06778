#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(ChangeOfSideModule, says_which_way_a_signal_turned) {
  Bench bench("change_of_side");
  EXPECT_TRUE(bench.put(0, Signal{Side::kLong}).step());
  EXPECT_TRUE(bench.out<Boolean>(0).value);
  EXPECT_FALSE(bench.out<Boolean>(1).value);
  bench.put(0, Signal{Side::kFlat}).step();
  EXPECT_FALSE(bench.out<Boolean>(0).value);
  EXPECT_TRUE(bench.out<Boolean>(1).value);
}

}  // namespace
}  // namespace zestron::agent
