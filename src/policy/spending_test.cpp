// The rules of actions that move tokens, each by name: just inside it passes, just outside it is refused with its figures.
#include "policy/approve.hpp"
#include "policy/testing/spenders.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace zestron::policy {
namespace {

using testing::agent;
using testing::destination;
using testing::mint;

constexpr UnixMillis kNow(1'754'662'080'000);
constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

Policy permissive() {
  auto policy = testing::spending_policy(
      {.per_action = 50, .per_day = 80, .node_per_day = 100, .actions_per_day = 4, .approval_above = 20});
  policy.actions = {"transfer", "swap", "stake", "vote", "arbitrage", "add_liquidity", "remove_liquidity"};
  policy.slippage_max_bps = 100;
  return policy;
}

domain::Swap swap() {
  return {.pool = destination(),
          .mint_in = mint(0),
          .mint_out = mint(2),
          .amount_in = 10,
          .out_expected = 1'000,
          .out_min = 990};
}

// 10 of mint 0 to 20 of mint 1 and back to 11.
domain::Arbitrage legs() {
  return {.first = destination(),
          .second = agent(9),
          .mint = mint(0),
          .between = mint(1),
          .amount_in = 10,
          .amount_between = 20,
          .out_min = 11};
}

domain::AddLiquidity add() {
  return {.pool = destination(),
          .shares_mint = mint(2),
          .mint_a = mint(0),
          .mint_b = mint(1),
          .shares = 7,
          .a_expected = 10'000,
          .b_expected = 10'000,
          .a_max = 50,
          .b_max = 20};
}

domain::RemoveLiquidity remove() {
  return {.pool = destination(),
          .shares_mint = mint(0),
          .mint_a = mint(1),
          .mint_b = mint(2),
          .shares = 50,
          .a_expected = 1'000,
          .b_expected = 2'000,
          .a_min = 990,
          .b_min = 1'980};
}

std::optional<Refusal> refusal(const domain::Action& action, const Policy& policy = permissive()) {
  Usage usage;
  const auto answer = testing::approve_and_book({agent(1), Slot(1), 1, action}, testing::view_at(kNow), policy, usage);
  return answer ? std::nullopt : std::optional(answer.error());
}

TEST(Spending, bounds_are_what_the_intent_names) {
  Usage usage;
  const auto answer =
      testing::approve_and_book({agent(1), Slot(1), 1, swap()}, testing::view_at(kNow), permissive(), usage);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->bounds().spend_max, (domain::Spends{{mint(0), 10}}));
  EXPECT_EQ(answer->bounds().receive_min, (domain::Spends{{mint(2), 990}}));
}

domain::Bounds bounds_of(const domain::Action& action) {
  Usage usage;
  auto policy = permissive();
  policy.counterparties.push_back(agent(9));
  const auto answer = testing::approve_and_book({agent(1), Slot(1), 1, action}, testing::view_at(kNow), policy, usage);
  EXPECT_TRUE(answer) << answer.error().message;
  return answer->bounds();
}

TEST(Spending, bounds_have_as_many_mints_as_the_action) {
  const auto paid = bounds_of(add());
  EXPECT_EQ(paid.spend_max, (domain::Spends{{mint(0), 50}, {mint(1), 20}}));
  EXPECT_EQ(paid.receive_min, (domain::Spends{{mint(2), 7}}));
  const auto taken = bounds_of(remove());
  EXPECT_EQ(taken.spend_max, (domain::Spends{{mint(0), 50}}));
  EXPECT_EQ(taken.receive_min, (domain::Spends{{mint(1), 990}, {mint(2), 1'980}}));
}

TEST(Spending, over_both_legs_of_an_arbitrage_nothing_leaves) {
  const auto bounds = bounds_of(legs());
  EXPECT_TRUE(bounds.spend_max.empty());
  EXPECT_EQ(bounds.receive_min, (domain::Spends{{mint(0), 1}}));
}

TEST(Spending, each_mint_has_its_day_and_one_that_is_over_refuses_all) {
  Usage usage;
  const auto at = [&](std::uint64_t a, std::uint64_t b) -> std::optional<Refusal> {
    const auto answer =
        testing::approve_and_book(testing::spend_two(1, 0, a, 1, b), testing::view_at(kNow), permissive(), usage);
    return answer ? std::nullopt : std::optional(answer.error());
  };
  EXPECT_EQ(at(50, 20), std::nullopt);
  EXPECT_EQ(usage.spent_within_day(agent(1), mint(0), kNow), 50U);
  EXPECT_EQ(usage.spent_within_day(agent(1), mint(1), kNow), 20U);
  const auto no = at(31, 20);
  ASSERT_TRUE(no);
  EXPECT_EQ(no->reason, Reason::kDayOverCap);
  EXPECT_EQ(no->value, 50U);
  EXPECT_EQ(usage.spent_within_day(agent(1), mint(1), kNow), 20U) << "what was refused used up none of either";
  EXPECT_EQ(at(30, 20), std::nullopt);
  EXPECT_EQ(at(0, 20)->reason, Reason::kEmptyAction);
}

TEST(Spending, the_same_mint_twice_is_one_sum) {
  domain::Spends spends{{mint(0), 30}, {mint(0), 30}};
  EXPECT_EQ(spends, (domain::Spends{{mint(0), 60}}));
  spends.add({mint(0), ~0ULL});
  EXPECT_EQ(spends.of(mint(0)), ~0ULL) << "over every cap, and not wrapped";
  EXPECT_EQ(spends.of(mint(1)), 0U);
}

TEST(Spending, names_rule_limit_and_value) {
  const auto no = refusal(domain::Transfer{mint(0), destination(), 51});
  ASSERT_TRUE(no);
  EXPECT_EQ(no->reason, Reason::kAmountOverCap);
  EXPECT_EQ(no->limit, 50U);
  EXPECT_EQ(no->value, 51U);
  EXPECT_NE(no->message.find("51 is over the cap 50 per action"), std::string::npos) << no->message;
}

TEST(Spending, each_rule_by_name) {
  const auto with = [](auto action, const std::function<void(decltype(action)&)>& change) {
    change(action);
    return domain::Action(action);
  };
  using domain::AddLiquidity;
  using domain::Arbitrage;
  using domain::RemoveLiquidity;
  using domain::Swap;
  auto two_pools = permissive();
  two_pools.counterparties.push_back(agent(9));
  struct Case {
    const char* name;
    domain::Action action;
    std::optional<Reason> reason;
  };
  const Case cases[] = {
      {"at the cap", domain::Transfer{mint(0), destination(), 50}, std::nullopt},
      {"nothing", domain::Transfer{mint(0), destination(), 0}, Reason::kEmptyAction},
      {"a mint that is not listed", domain::Transfer{mint(2), destination(), 1}, Reason::kMintNotAllowed},
      {"to somebody else", domain::Transfer{mint(0), agent(2), 1}, Reason::kCounterpartyNotAllowed},
      {"slippage at the limit", swap(), std::nullopt},
      {"slippage over it", with(swap(), [](Swap& s) { s.out_min = 989; }), Reason::kSlippage},
      {"for nothing", with(swap(), [](Swap& s) { s.out_min = 0; }), Reason::kEmptyAction},
      {"against itself", with(swap(), [](Swap& s) { s.mint_out = s.mint_in; }), Reason::kEmptyAction},
      {"another pool", with(swap(), [](Swap& s) { s.pool = mint(1); }), Reason::kCounterpartyNotAllowed},
      {"widest figures", with(swap(), [](Swap& s) { s.out_expected = ~0ULL; }), Reason::kSlippage},
      {"asks for more than it expects", with(swap(), [](Swap& s) { s.out_min = ~0ULL; }), std::nullopt},
      {"a stake", domain::Stake{destination(), mint(0), 50, 0}, std::nullopt},
      {"a stake of nothing", domain::Stake{destination(), mint(0), 0, 0}, Reason::kEmptyAction},
      {"a stake elsewhere", domain::Stake{mint(0), mint(0), 5, 0}, Reason::kCounterpartyNotAllowed},
      {"a round trip", legs(), std::nullopt},
      {"that brings back what it took", with(legs(), [](Arbitrage& l) { l.out_min = 10; }), std::nullopt},
      {"that loses", with(legs(), [](Arbitrage& l) { l.out_min = 9; }), Reason::kRoundTripLoses},
      {"of nothing", with(legs(), [](Arbitrage& l) { l.amount_in = 0; }), Reason::kEmptyAction},
      {"by nothing", with(legs(), [](Arbitrage& l) { l.amount_between = 0; }), Reason::kEmptyAction},
      {"at one pool", with(legs(), [](Arbitrage& l) { l.second = l.first; }), Reason::kEmptyAction},
      {"first at another pool", with(legs(), [](Arbitrage& l) { l.first = mint(1); }), Reason::kCounterpartyNotAllowed},
      {"then at another pool", with(legs(), [](Arbitrage& l) { l.second = mint(1); }), Reason::kCounterpartyNotAllowed},
      {"in over its cap", with(legs(), [](Arbitrage& l) { l.amount_in = l.out_min = 51; }), Reason::kAmountOverCap},
      {"between over its cap", with(legs(), [](Arbitrage& l) { l.amount_between = 51; }), Reason::kAmountOverCap},
      {"between not listed", with(legs(), [](Arbitrage& l) { l.between = mint(2); }), Reason::kMintNotAllowed},
      {"between over the threshold", with(legs(), [](Arbitrage& l) { l.amount_between = 21; }), Reason::kNeedsApproval},
      {"both sides at their caps", add(), std::nullopt},
      {"for no shares", with(add(), [](AddLiquidity& a) { a.shares = 0; }), Reason::kEmptyAction},
      {"one side only", with(add(), [](AddLiquidity& a) { a.b_max = 0; }), Reason::kEmptyAction},
      {"twice the same side", with(add(), [](AddLiquidity& a) { a.mint_b = a.mint_a; }), Reason::kEmptyAction},
      {"shares that are a side", with(add(), [](AddLiquidity& a) { a.shares_mint = a.mint_b; }), Reason::kEmptyAction},
      {"to another pool", with(add(), [](AddLiquidity& a) { a.pool = mint(1); }), Reason::kCounterpartyNotAllowed},
      {"a over its cap", with(add(), [](AddLiquidity& a) { a.a_max = 51; }), Reason::kAmountOverCap},
      {"b over its cap", with(add(), [](AddLiquidity& a) { a.b_max = 51; }), Reason::kAmountOverCap},
      {"b over the threshold", with(add(), [](AddLiquidity& a) { a.b_max = 21; }), Reason::kNeedsApproval},
      {"a dearer by 1 %",
       with(add(),
            [](AddLiquidity& a) {
              a.a_expected = 50;
              a.a_max = 50;
            }),
       std::nullopt},
      {"a dearer by more", with(add(), [](AddLiquidity& a) { a.a_expected = 49; }), Reason::kSlippage},
      {"b dearer by more", with(add(), [](AddLiquidity& a) { a.b_expected = 19; }), Reason::kSlippage},
      {"what was to cost nothing", with(add(), [](AddLiquidity& a) { a.b_expected = 0; }), Reason::kSlippage},
      {"shares back", remove(), std::nullopt},
      {"none back", with(remove(), [](RemoveLiquidity& r) { r.shares = 0; }), Reason::kEmptyAction},
      {"back for nothing", with(remove(), [](RemoveLiquidity& r) { r.b_min = 0; }), Reason::kEmptyAction},
      {"back from elsewhere", with(remove(), [](RemoveLiquidity& r) { r.pool = mint(1); }),
       Reason::kCounterpartyNotAllowed},
      {"too many back", with(remove(), [](RemoveLiquidity& r) { r.shares = 51; }), Reason::kAmountOverCap},
      {"back for too little of a", with(remove(), [](RemoveLiquidity& r) { r.a_min = 989; }), Reason::kSlippage},
      {"back for too little of b", with(remove(), [](RemoveLiquidity& r) { r.b_min = 1'979; }), Reason::kSlippage},
      {"a vote", domain::Vote{destination(), true}, std::nullopt},
      {"a vote elsewhere", domain::Vote{mint(0), true}, Reason::kCounterpartyNotAllowed},
      {"over the threshold", domain::Transfer{mint(1), destination(), 21}, Reason::kNeedsApproval},
      {"at the threshold", domain::Transfer{mint(1), destination(), 20}, std::nullopt},
  };
  for (const auto& c : cases) {
    const auto no = refusal(c.action, two_pools);
    EXPECT_EQ(no ? std::optional(no->reason) : std::nullopt, c.reason) << c.name << (no ? ": " + no->message : "");
  }
}

// A day's cap, an agent's and that of all, and what frees it again.
TEST(Spending, a_day_is_any_24_hours) {
  Usage usage;
  const auto at = [&](std::int64_t ms, std::size_t who, std::uint64_t amount) -> std::optional<Reason> {
    const auto answer = testing::approve_and_book(testing::spend(who, 0, amount),
                                                  testing::view_at(UnixMillis(kNow.value() + ms)), permissive(), usage);
    return answer ? std::nullopt : std::optional(answer.error().reason);
  };
  EXPECT_EQ(at(0, 1, 50), std::nullopt);
  EXPECT_EQ(at(1, 1, 31), Reason::kDayOverCap);
  EXPECT_EQ(at(2, 1, 30), std::nullopt) << "exactly the day's 80";
  EXPECT_EQ(at(3, 2, 21), Reason::kNodeOverCap) << "100 for all agents together";
  EXPECT_EQ(at(4, 2, 20), std::nullopt);
  EXPECT_EQ(at(0, 2, 1), Reason::kClockRanBack);
  EXPECT_EQ(at(kDayMs - 1, 1, 1), Reason::kDayOverCap);
  EXPECT_EQ(at(kDayMs, 1, 50), std::nullopt) << "the first 50 are a day old";
}

TEST(Spending, of_an_earlier_run_counts) {
  Usage usage;
  recall(testing::spend(1, 0, 50), kNow, usage);
  const auto over = testing::approve_and_book(testing::spend(1, 0, 31), testing::view_at(kNow), permissive(), usage);
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().reason, Reason::kDayOverCap);
  EXPECT_TRUE(testing::approve_and_book(testing::spend(1, 0, 30), testing::view_at(kNow), permissive(), usage));
}

TEST(Spending, actions_have_a_rate) {
  Usage usage;
  for (int i = 0; i < 4; ++i)
    ASSERT_TRUE(testing::approve_and_book(testing::spend(1, 0, 1), testing::view_at(kNow), permissive(), usage));
  const auto fifth = testing::approve_and_book(testing::spend(1, 0, 1), testing::view_at(kNow), permissive(), usage);
  ASSERT_FALSE(fifth);
  EXPECT_EQ(fifth.error().reason, Reason::kRateOverCap);
  EXPECT_EQ(fifth.error().limit, 4U);
}

TEST(Consent, lets_exactly_one_action_pass) {
  Usage usage;
  const auto intent = testing::spend(1, 1, 30);
  ASSERT_EQ(testing::approve_and_book(intent, testing::view_at(kNow), permissive(), usage).error().reason,
            Reason::kNeedsApproval);
  const auto number = usage.approvals().entries(kNow)[0].number;
  ASSERT_TRUE(usage.approvals().approve(number, kNow));
  EXPECT_TRUE(testing::approve_and_book(intent, testing::view_at(kNow), permissive(), usage));
  EXPECT_EQ(testing::approve_and_book(intent, testing::view_at(kNow), permissive(), usage).error().reason,
            Reason::kNeedsApproval);
}

TEST(Consent, outlives_an_approval_that_came_to_nothing) {
  Usage usage;
  const auto intent = testing::spend(1, 1, 30);
  ASSERT_FALSE(approve(intent, testing::view_at(kNow), permissive(), usage));
  ASSERT_TRUE(usage.approvals().approve(usage.approvals().entries(kNow)[0].number, kNow));
  ASSERT_TRUE(approve(intent, testing::view_at(kNow), permissive(), usage)) << "and the simulation refuses";
  EXPECT_EQ(usage.spent_within_day(agent(1), mint(1), kNow), 0U);
  EXPECT_TRUE(approve(intent, testing::view_at(kNow), permissive(), usage));
}

TEST(Consent, is_no_way_around_a_cap) {
  Usage usage;
  const auto intent = testing::spend(1, 1, 51);
  EXPECT_EQ(testing::approve_and_book(intent, testing::view_at(kNow), permissive(), usage).error().reason,
            Reason::kAmountOverCap);
  EXPECT_TRUE(usage.approvals().entries(kNow).empty()) << "nobody is asked about what would be refused anyway";
}

TEST(KillSwitch, stops_one_agent_or_all) {
  Usage usage;
  const auto reason = [&](std::size_t who) -> std::optional<Reason> {
    const auto answer =
        testing::approve_and_book(testing::spend(who, 0, 1), testing::view_at(kNow), permissive(), usage);
    return answer ? std::nullopt : std::optional(answer.error().reason);
  };
  usage.switches().kill(agent(1));
  EXPECT_EQ(reason(1), Reason::kKilled);
  EXPECT_EQ(reason(2), std::nullopt);
  usage.switches().kill_all(true);
  EXPECT_EQ(reason(2), Reason::kKilled);
  usage.switches().kill_all(false);
  usage.switches().revive(agent(1));
  EXPECT_EQ(reason(1), std::nullopt);
}

TEST(Quarantine, begins_after_so_many_refusals_in_a_row_and_a_person_lifts_it) {
  Usage usage;
  auto policy = permissive();
  policy.refusals_max = 3;
  const auto reason = [&](std::uint64_t amount) -> std::optional<Reason> {
    const auto answer = testing::approve_and_book(testing::spend(1, 0, amount), testing::view_at(kNow), policy, usage);
    return answer ? std::nullopt : std::optional(answer.error().reason);
  };
  EXPECT_EQ(reason(51), Reason::kAmountOverCap);
  EXPECT_EQ(reason(51), Reason::kAmountOverCap);
  EXPECT_EQ(reason(1), std::nullopt) << "an approval begins the count anew";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(reason(51), Reason::kAmountOverCap);
  EXPECT_EQ(reason(1), Reason::kQuarantined);
  usage.switches().lift_quarantine(agent(1));
  EXPECT_EQ(reason(1), std::nullopt);
}

TEST(Quarantine, is_not_for_what_the_agent_cannot_help) {
  Usage usage;
  auto policy = permissive();
  policy.refusals_max = 1;
  auto stale = testing::view_at(kNow);
  stale.tick.published = UnixMillis(kNow.value() - 5'000);
  EXPECT_EQ(testing::approve_and_book(testing::spend(1, 0, 1), stale, policy, usage).error().reason,
            Reason::kOracleStale);
  EXPECT_EQ(testing::approve_and_book(testing::spend(1, 1, 30), testing::view_at(kNow), policy, usage).error().reason,
            Reason::kNeedsApproval);
  EXPECT_TRUE(testing::approve_and_book(testing::spend(1, 0, 1), testing::view_at(kNow), policy, usage));
}

}  // namespace
}  // namespace zestron::policy
