#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

constexpr UnixMillis kAsked(1'000), kInTime(60'999), kLate(61'000);

Bench asked() {
  Bench bench("human_approval", {{"expires_seconds", 60}});
  bench.put(0, Wish{domain::Transfer{Pubkey({1}), Pubkey({2}), 5}, true});
  EXPECT_FALSE(bench.step({Slot(1), kAsked, domain::Tick{}}));
  return bench;
}

domain::Answer decision(bool approved, std::uint64_t sequence = 1) {
  return {"node", sequence, domain::Answer::Decision{approved}};
}

TEST(HumanApprovalModule, asks_with_the_figures_of_the_intent) {
  const auto bench = asked();
  ASSERT_EQ(bench.effects().requests.size(), 1U);
  const auto& consent = std::get<domain::Consent>(bench.effects().requests[0].content);
  EXPECT_EQ(consent.summary.substr(0, 10), "send 5 of ");
  EXPECT_EQ(consent.expires, kLate);
}

TEST(HumanApprovalModule, passes_what_was_approved_once) {
  auto bench = asked();
  EXPECT_TRUE(bench.feed(decision(true), Slot(2), kInTime));
  EXPECT_TRUE(bench.out<Wish>().ready);
  EXPECT_EQ(std::get<domain::Transfer>(bench.out<Wish>().action).amount, 5U);
  EXPECT_FALSE(bench.feed(decision(true), Slot(2), kInTime)) << "the same answer again";
  EXPECT_FALSE(bench.out<Wish>().ready);
}

TEST(HumanApprovalModule, drops_what_was_rejected_is_late_or_was_not_asked) {
  auto bench = asked();
  EXPECT_FALSE(bench.feed(decision(true, 2), Slot(2), kInTime));
  EXPECT_FALSE(bench.feed(decision(false), Slot(2), kInTime));
  bench = asked();
  EXPECT_FALSE(bench.feed(decision(true), Slot(2), kLate));
  bench = asked();
  EXPECT_FALSE(bench.feed(domain::Answer{"node", 1, domain::Answer::Text{"approved"}}, Slot(2), kInTime));
}

TEST(HumanApprovalModule, one_at_a_time_until_it_expires) {
  auto bench = asked();
  bench.step({Slot(2), kInTime, domain::Tick{}});
  EXPECT_TRUE(bench.effects().requests.empty());
  bench.step({Slot(3), kLate, domain::Tick{}});
  EXPECT_EQ(bench.effects().requests.size(), 1U);
}

}  // namespace
}  // namespace zestron::agent
