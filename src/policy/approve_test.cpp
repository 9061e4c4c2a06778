#include "policy/approve.hpp"
#include "policy/testing/spenders.hpp"

#include "codec/sha256.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::policy {
namespace {

constexpr std::int64_t kNow = 1'754'662'080'000;

Policy permissive() {
  return {.killed = false,
          .actions = {"claim_performance"},
          .oracle_age_max_ms = 60'000,
          .oracle_confidence_max_bps = 100,
          .claim_max = 1'000'000'000,
          .claims_per_day_max = 3,
          .fee_max = Lamports(10'000)};
}

domain::ContextView view(std::int64_t age_ms = 0, std::int64_t price = 10'000, std::uint64_t confidence = 0) {
  return {
      Slot(7), UnixMillis(kNow), {{}, price, confidence, -2, UnixMillis(kNow - age_ms), domain::TickOrigin::kRecorded}};
}

domain::Intent claim(std::uint64_t gain = 5, std::uint64_t loss = 0, std::uint64_t trades = 1) {
  return {Pubkey(codec::sha256(as_bytes("agent")).value()), Slot(7), 1,
          domain::ClaimPerformance{gain, loss, trades, trades, {}}};
}

std::optional<Reason> refusal(const domain::Intent& intent, const domain::ContextView& context, const Policy& policy) {
  Usage usage;
  const auto approved = approve(intent, context, policy, usage);
  return approved ? std::nullopt : std::optional(approved.error().reason);
}

TEST(Approve, allows_what_every_rule_allows) {
  Usage usage;
  const auto approved = approve(claim(), view(), permissive(), usage);
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved->intent(), claim());
  EXPECT_EQ(approved->bounds().fee_max, Lamports(10'000));
}

TEST(Approve, a_default_policy_allows_nothing) {
  EXPECT_EQ(refusal(claim(), view(), Policy{}), Reason::kActionNotAllowed);
}

TEST(Approve, names_the_rule_that_refused) {
  const auto changed = [](auto change) {
    auto policy = permissive();
    change(policy);
    return policy;
  };
  struct Case {
    const char* name;
    domain::Intent intent;
    domain::ContextView context;
    Policy policy;
    std::optional<Reason> reason;
  };
  const Case cases[] = {
      {"kill switch", claim(), view(), changed([](Policy& p) { p.killed = true; }), Reason::kKilled},
      {"no action listed", claim(), view(), changed([](Policy& p) { p.actions = {"swap"}; }),
       Reason::kActionNotAllowed},
      {"age at the limit", claim(), view(60'000), permissive(), std::nullopt},
      {"age past the limit", claim(), view(60'001), permissive(), Reason::kOracleStale},
      {"price from the future", claim(), view(-1), permissive(), Reason::kOracleStale},
      {"confidence at the limit", claim(), view(0, 10'000, 100), permissive(), std::nullopt},
      {"confidence past the limit", claim(), view(0, 10'000, 101), permissive(), Reason::kOracleUncertain},
      {"widest confidence", claim(), view(0, INT64_MAX, UINT64_MAX), permissive(), Reason::kOracleUncertain},
      {"zero price", claim(), view(0, 0), permissive(), Reason::kOraclePrice},
      {"negative price", claim(), view(0, -5), permissive(), Reason::kOraclePrice},
      {"gain at the cap", claim(1'000'000'000), view(), permissive(), std::nullopt},
      {"gain past the cap", claim(1'000'000'001), view(), permissive(), Reason::kAmountOverCap},
      {"loss past the cap", claim(0, 1'000'000'001), view(), permissive(), Reason::kAmountOverCap},
      {"no trades", claim(0, 0, 0), view(), permissive(), Reason::kEmptyAction},
      {"no rate", claim(), view(), changed([](Policy& p) { p.claims_per_day_max = 0; }), Reason::kRateOverCap},
  };
  for (const auto& c : cases) EXPECT_EQ(refusal(c.intent, c.context, c.policy), c.reason) << c.name;
}

TEST(Approve, a_refusal_uses_nothing_up) {
  Usage usage;
  for (int i = 0; i < 10; ++i) ASSERT_FALSE(approve(claim(0, 0, 0), view(), permissive(), usage));
  EXPECT_EQ(usage.approved_within_day(claim().agent, UnixMillis(kNow)), 0U);
}

TEST(Approve, what_is_never_signed_uses_nothing_up) {
  Usage usage;
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(approve(claim(), view(), permissive(), usage));
  EXPECT_EQ(usage.approved_within_day(claim().agent, UnixMillis(kNow)), 0U);
}

TEST(Approve, refuses_a_clock_that_ran_back) {
  Usage usage;
  const auto at = [&](std::int64_t now) -> std::optional<Reason> {
    auto context = view();
    context.now = context.tick.published = UnixMillis(now);
    const auto approved = testing::approve_and_book(claim(), context, permissive(), usage);
    return approved ? std::nullopt : std::optional(approved.error().reason);
  };
  EXPECT_EQ(at(kNow), std::nullopt);
  EXPECT_EQ(at(kNow), std::nullopt);
  EXPECT_EQ(at(kNow - 1), Reason::kClockRanBack);
  EXPECT_EQ(at(kNow + 1), std::nullopt);
}

// Whatever the times, also backwards ones: never more than the cap within any 24 hours that end at an approval.
RC_GTEST_PROP(Approve, no_sequence_passes_the_daily_cap, (const std::vector<std::int32_t>& steps)) {
  Usage usage;
  auto policy = permissive();
  policy.claims_per_day_max = *rc::gen::inRange<std::uint32_t>(0, 5);
  std::int64_t now = kNow;
  std::vector<std::int64_t> approved;
  for (const auto step : steps) {
    now += step % (60 * 60 * 60 * 1000);
    auto context = view();
    context.now = UnixMillis(now);
    context.tick.published = context.now;
    if (testing::approve_and_book(claim(), context, policy, usage)) approved.push_back(now);
  }
  for (std::size_t i = 0; i < approved.size(); ++i) {
    const auto within =
        std::count_if(approved.begin(), approved.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      [&](std::int64_t at) { return at <= approved[i] && at > approved[i] - 24LL * 60 * 60 * 1000; });
    RC_ASSERT(static_cast<std::uint32_t>(within) <= policy.claims_per_day_max);
  }
}

}  // namespace
}  // namespace zestron::policy
