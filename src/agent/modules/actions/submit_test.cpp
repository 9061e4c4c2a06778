#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(SubmitModule, hands_on_what_is_new) {
  Bench bench("submit");
  const domain::Vote vote{Pubkey({1}), true};
  EXPECT_FALSE(bench.step());
  EXPECT_TRUE(bench.effects().actions.empty()) << "no wish yet";
  bench.put(0, Wish{vote, true}).step();
  ASSERT_EQ(bench.effects().actions.size(), 1U);
  EXPECT_EQ(bench.effects().actions[0], domain::Action(vote));
}

}  // namespace
}  // namespace zestron::agent
