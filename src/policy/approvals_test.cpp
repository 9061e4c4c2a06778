#include "policy/approvals.hpp"

#include "policy/testing/spenders.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::policy {
namespace {

using testing::agent;

domain::Action action(std::uint64_t amount) {
  return domain::Transfer{testing::mint(0), testing::destination(), amount};
}

constexpr UnixMillis kNow(1'000), kExpires(2'000);

TEST(Approvals, a_consent_is_for_one_action_of_one_agent) {
  Approvals queue;
  const auto number = queue.ask(agent(1), action(5), kNow, kExpires);
  ASSERT_TRUE(number);
  EXPECT_FALSE(queue.allows(agent(1), action(5), kNow)) << "nobody approved it yet";
  ASSERT_TRUE(queue.approve(*number, kNow));
  EXPECT_TRUE(queue.allows(agent(1), action(5), kNow));
  EXPECT_FALSE(queue.allows(agent(1), action(6), kNow));
  EXPECT_FALSE(queue.allows(agent(2), action(5), kNow));
  queue.take(agent(1), action(5));
  EXPECT_FALSE(queue.allows(agent(1), action(5), kNow)) << "used up";
}

TEST(Approvals, expire_whether_decided_or_not) {
  Approvals queue;
  const auto number = *queue.ask(agent(1), action(5), kNow, kExpires);
  EXPECT_EQ(queue.approve(number, kExpires).error(), ApprovalError::kUnknown);
  const auto second = *queue.ask(agent(1), action(5), kNow, kExpires);
  ASSERT_TRUE(queue.approve(second, kNow));
  EXPECT_FALSE(queue.allows(agent(1), action(5), kExpires));
  EXPECT_TRUE(queue.entries(kExpires).empty());
  EXPECT_NE(number, second) << "a number is never used again";
}

TEST(Approvals, asking_again_waits_in_the_same_place) {
  Approvals queue;
  EXPECT_EQ(queue.ask(agent(1), action(5), kNow, kExpires), queue.ask(agent(1), action(5), kNow, kExpires));
  EXPECT_EQ(queue.entries(kNow).size(), 1U);
}

TEST(Approvals, no_agent_takes_the_places_of_another) {
  Approvals queue;
  for (std::uint64_t i = 0; i < Approvals::kWaitingMax; ++i)
    ASSERT_TRUE(queue.ask(agent(1), action(i), kNow, kExpires));
  EXPECT_EQ(queue.ask(agent(1), action(99), kNow, kExpires).error(), ApprovalError::kFull);
  EXPECT_TRUE(queue.ask(agent(2), action(99), kNow, kExpires));
}

TEST(Approvals, a_decision_is_made_once_and_can_be_taken_back) {
  Approvals queue;
  const auto number = *queue.ask(agent(1), action(5), kNow, kExpires);
  EXPECT_EQ(queue.approve(77, kNow).error(), ApprovalError::kUnknown);
  ASSERT_TRUE(queue.approve(number, kNow));
  EXPECT_EQ(queue.approve(number, kNow).error(), ApprovalError::kDecided);
  ASSERT_TRUE(queue.reject(number, kNow));
  EXPECT_FALSE(queue.allows(agent(1), action(5), kNow));
  EXPECT_EQ(queue.reject(number, kNow).error(), ApprovalError::kUnknown);
}

}  // namespace
}  // namespace zestron::policy
