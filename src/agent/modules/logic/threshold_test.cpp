#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(ThresholdModule, keeps_its_state_within_the_gap) {
  Bench bench("threshold", {{"enter", 10}, {"leave", 8}});
  const auto at = [&](double value) {
    bench.number(0, value).step();
    return bench.out<Boolean>().value;
  };
  EXPECT_FALSE(at(9));
  EXPECT_TRUE(at(10));
  EXPECT_TRUE(at(8));
  EXPECT_FALSE(at(7.9));
  EXPECT_FALSE(at(9.9));
}

TEST(ThresholdModule, refuses_a_gap_the_wrong_way_round) {
  EXPECT_EQ(find_kind("threshold")->read({{"enter", 1}, {"leave", 2}}).error(),
            "parameter 'leave': expected at most what 'enter' is");
}

}  // namespace
}  // namespace zestron::agent
