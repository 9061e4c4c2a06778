#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(RuleModule, enters_once_and_leaves_first) {
  Bench bench("rule");
  const auto at = [&](bool enter, bool leave) {
    bench.put(0, Boolean{enter, true}).put(1, Boolean{leave, true}).step();
    return bench.out<Signal>().side;
  };
  EXPECT_EQ(at(false, false), Side::kFlat);
  EXPECT_EQ(at(true, false), Side::kLong);
  EXPECT_EQ(at(true, true), Side::kFlat);
  EXPECT_EQ(at(true, false), Side::kFlat) << "the condition was left standing";
  EXPECT_EQ(at(false, false), Side::kFlat);
  EXPECT_EQ(at(true, false), Side::kLong);
}

}  // namespace
}  // namespace zestron::agent
