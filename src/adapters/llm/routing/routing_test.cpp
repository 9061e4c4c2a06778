#include "adapters/llm/routing/breaker.hpp"
#include "adapters/llm/routing/call_plan.hpp"
#include "adapters/llm/routing/provider_stats.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace zestron::llm {
namespace {

using ports::MicroUsd;
using ports::ModelError;
using State = Breaker::State;

TEST(Breaker, opens_after_failures_in_a_row_and_tries_one_exchange_later) {
  Breaker breaker({.failures_to_open = 2, .open = Millis(100), .open_max = Millis(300)});
  breaker.failed(Millis(0));
  breaker.succeeded();
  breaker.failed(Millis(1));
  EXPECT_EQ(breaker.state(Millis(1)), State::kClosed) << "a success starts the count anew";
  breaker.failed(Millis(2));
  EXPECT_FALSE(breaker.allows(Millis(101)));
  EXPECT_EQ(breaker.state(Millis(102)), State::kHalfOpen);
  ASSERT_TRUE(breaker.allows(Millis(102)));
  breaker.begin(Millis(102));
  EXPECT_FALSE(breaker.allows(Millis(103))) << "one trial at a time";
  breaker.abandoned();
  EXPECT_TRUE(breaker.allows(Millis(103)));
  breaker.begin(Millis(103));
  breaker.failed(Millis(110));
  EXPECT_FALSE(breaker.allows(Millis(309))) << "twice as long";
  EXPECT_TRUE(breaker.allows(Millis(310)));
  breaker.begin(Millis(310));
  breaker.failed(Millis(320));
  EXPECT_TRUE(breaker.allows(Millis(620))) << "bounded by open_max";
  breaker.begin(Millis(620));
  breaker.succeeded();
  EXPECT_EQ(breaker.state(Millis(620)), State::kClosed);
}

TEST(ProviderStats, p95_is_the_nearest_rank_of_the_last_64) {
  ProviderStats stats;
  for (int i = 1; i <= 7; ++i) stats.succeeded(Millis(i), {});
  EXPECT_FALSE(stats.p95());
  for (int i = 8; i <= 20; ++i) stats.succeeded(Millis(i), {});
  EXPECT_EQ(stats.p95(), Millis(19));
  for (int i = 0; i < 64; ++i) stats.succeeded(Millis(500), {});
  EXPECT_EQ(stats.p95(), Millis(500));
}

TEST(ProviderStats, the_cheaper_faster_and_surer_one_scores_lower) {
  const auto after = [](Millis first_token, std::uint64_t cost, int failures) {
    ProviderStats stats;
    stats.succeeded(first_token, MicroUsd(cost));
    for (int i = 0; i < failures; ++i) stats.failed();
    return score(stats, {});
  };
  EXPECT_LT(after(Millis(100), 50, 0), after(Millis(100), 60, 0));
  EXPECT_LT(after(Millis(100), 50, 0), after(Millis(200), 50, 0));
  EXPECT_LT(after(Millis(100), 50, 0), after(Millis(100), 50, 1));
}

PlanOptions options(std::uint64_t cost_max = 100) {
  return {.attempts_max = 4, .pause_min = Millis(100), .deadline = Millis(10'000), .cost_max = MicroUsd(cost_max)};
}

std::vector<Candidate> two() { return {{0, Millis(200), MicroUsd(10)}, {1, Millis(300), MicroUsd(10)}}; }

AttemptFailure passing(std::optional<Millis> retry_after = std::nullopt) {
  return {{ModelError::kUnavailable, "503"}, true, false, retry_after, MicroUsd(1)};
}

template <class T>
T only(const Commands& commands) {
  EXPECT_EQ(commands.size(), 1U);
  if (commands.size() != 1 || !std::holds_alternative<T>(commands[0])) {
    ADD_FAILURE() << "another command";
    return {};
  }
  return std::get<T>(commands[0]);
}

TEST(CallPlan, an_answer_ends_it) {
  CallPlan plan(two(), options());
  EXPECT_EQ(only<Start>(plan.begin(Millis(0))).provider, 0U);
  EXPECT_TRUE(plan.first_token(1, Millis(50)).empty());
  EXPECT_EQ(plan.wakes_at(), Millis(10'000)) << "no hedge once a token came";
  const auto end = only<Finish>(plan.answered(1, Millis(80)));
  EXPECT_EQ(end.attempt, 1U);
  EXPECT_FALSE(end.failure);
  EXPECT_FALSE(plan.wakes_at());
}

TEST(CallPlan, a_slow_first_is_hedged_after_its_p95_and_the_loser_cancelled) {
  CallPlan plan(two(), options());
  plan.begin(Millis(0));
  EXPECT_EQ(plan.wakes_at(), Millis(200));
  EXPECT_TRUE(plan.woken(Millis(199)).empty());
  const auto second = only<Start>(plan.woken(Millis(200)));
  EXPECT_EQ(second.provider, 1U);
  EXPECT_TRUE(second.hedge);
  EXPECT_EQ(only<Cancel>(plan.first_token(2, Millis(250))).attempt, 1U);
  EXPECT_TRUE(plan.first_token(1, Millis(251)).empty()) << "too late";
  EXPECT_EQ(only<Finish>(plan.answered(2, Millis(300))).attempt, 2U);
}

TEST(CallPlan, a_hedge_that_could_pass_the_budget_is_not_made) {
  CallPlan plan(two(), options(19));
  plan.begin(Millis(0));
  EXPECT_TRUE(plan.woken(Millis(200)).empty());
}

TEST(CallPlan, one_of_a_hedged_pair_may_fail) {
  CallPlan plan(two(), options());
  plan.begin(Millis(0));
  plan.woken(Millis(200));
  EXPECT_TRUE(plan.failed(1, passing(), Millis(210)).empty());
  EXPECT_FALSE(only<Finish>(plan.answered(2, Millis(300))).failure);
}

TEST(CallPlan, fails_over_at_once_then_pauses_before_it_asks_again) {
  CallPlan plan(two(), options());
  plan.begin(Millis(0));
  EXPECT_EQ(only<Start>(plan.failed(1, passing(), Millis(10))).provider, 1U);
  EXPECT_TRUE(plan.failed(2, passing(), Millis(20)).empty());
  const auto wake = plan.wakes_at();
  ASSERT_TRUE(wake);
  EXPECT_GE(*wake, Millis(70));
  EXPECT_LE(*wake, Millis(120));
  EXPECT_EQ(only<Start>(plan.woken(*wake)).attempt, 3U);
}

// Who is asked in turn when attempt after attempt fails like this.
std::string asked(CallPlan plan, const std::vector<AttemptFailure>& failures) {
  std::string out;
  auto commands = plan.begin(Millis(0));
  for (auto failure = failures.begin();; ++failure) {
    if (commands.empty()) commands = plan.woken(*plan.wakes_at());
    const auto* start = std::get_if<Start>(&commands.at(0));
    if (start == nullptr || failure == failures.end()) return out;
    out += static_cast<char>('a' + start->provider);
    commands = plan.failed(start->attempt, *failure, Millis(0));
  }
}

TEST(CallPlan, asks_in_turn_and_not_the_one_again_that_failed_last) {
  EXPECT_EQ(asked({two(), options()}, {passing(), passing(), passing(), passing()}), "abab");
}

TEST(CallPlan, whose_answer_did_not_fit_is_asked_again_only_when_there_is_no_other) {
  const AttemptFailure misfit{{ModelError::kSchema, "answer"}, true, false, std::nullopt, MicroUsd(1)};
  EXPECT_EQ(asked({two(), options()}, {misfit, passing(), passing(), passing()}), "abbb");
  EXPECT_EQ(asked({two(), options()}, {passing(), misfit, passing(), passing()}), "abaa");
  EXPECT_EQ(asked({two(), options()}, {misfit, misfit, misfit, misfit}), "abab");
  const AttemptFailure refused{{ModelError::kRefused, "401"}, false, false, std::nullopt, {}};
  EXPECT_EQ(asked({two(), options()}, {misfit, refused, misfit}), "aba");
}

TEST(CallPlan, one_that_asked_for_a_long_pause_leaves_the_turn_to_the_others) {
  EXPECT_EQ(asked({two(), options()}, {passing(Millis(60'000)), passing(), passing(), passing()}), "abbb");
}

TEST(CallPlan, waits_as_long_as_the_provider_asked_for) {
  CallPlan plan({{0, std::nullopt, MicroUsd(1)}}, options());
  plan.begin(Millis(0));
  EXPECT_TRUE(plan.failed(1, passing(Millis(3'000)), Millis(10)).empty());
  EXPECT_EQ(plan.wakes_at(), Millis(3'010));
  plan.woken(Millis(3'010));
  const auto end = only<Finish>(plan.failed(2, passing(Millis(60'000)), Millis(3'020)));
  EXPECT_EQ(end.failure->code, ModelError::kUnavailable) << "a wait beyond the deadline is none";
}

TEST(CallPlan, what_will_not_pass_is_not_tried_again_but_elsewhere) {
  CallPlan plan(two(), options());
  plan.begin(Millis(0));
  const AttemptFailure refused{{ModelError::kRefused, "401"}, false, false, std::nullopt, {}};
  EXPECT_EQ(only<Start>(plan.failed(1, refused, Millis(1))).provider, 1U);
  EXPECT_EQ(only<Finish>(plan.failed(2, refused, Millis(2))).failure->code, ModelError::kRefused);
}

TEST(CallPlan, nothing_is_tried_again_after_part_of_a_tool_call) {
  CallPlan plan(two(), options());
  plan.begin(Millis(0));
  auto failure = passing();
  failure.tool_seen = true;
  EXPECT_TRUE(only<Finish>(plan.failed(1, failure, Millis(1))).failure);
}

TEST(CallPlan, deadline_and_stop_cancel_what_is_under_way) {
  for (const bool deadline : {true, false}) {
    CallPlan plan(two(), options());
    plan.begin(Millis(0));
    plan.woken(Millis(200));
    const auto commands = deadline ? plan.woken(Millis(10'000)) : plan.stopped(Millis(300));
    ASSERT_EQ(commands.size(), 3U);
    EXPECT_EQ(std::get<Cancel>(commands[0]).attempt, 1U);
    EXPECT_EQ(std::get<Cancel>(commands[1]).attempt, 2U);
    EXPECT_EQ(std::get<Finish>(commands[2]).failure->code, deadline ? ModelError::kTimeout : ModelError::kCancelled);
  }
}

TEST(CallPlan, says_why_it_cannot_begin) {
  CallPlan none({}, options());
  EXPECT_EQ(only<Finish>(none.begin(Millis(0))).failure->code, ModelError::kUnavailable);
  CallPlan dear(two(), options(9));
  EXPECT_EQ(only<Finish>(dear.begin(Millis(0))).failure->code, ModelError::kBudget);
}

// Whatever happens in whatever order: one Finish and nothing after it, at most two attempts at a time, each that began ends or is
// cancelled, attempts and worst costs within their bounds, and time alone always brings the end.
RC_GTEST_PROP(CallPlan, always_ends_once_and_within_its_bounds, ()) {
  const auto costs = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 40));
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const auto after = *rc::gen::inRange(0, 500);  // 0: no hedge
    candidates.push_back({i, after == 0 ? std::nullopt : std::optional(Millis(after)), MicroUsd(costs[i])});
  }
  auto wanted = options(*rc::gen::inRange<std::uint64_t>(0, 120));
  wanted.jitter = *rc::gen::arbitrary<std::uint32_t>();
  CallPlan plan(candidates, wanted);
  std::set<std::uint32_t> live;
  std::vector<std::uint64_t> worst{0};
  std::uint64_t spent = 0;
  int finishes = 0;
  const auto carry_out = [&](const Commands& commands) {
    for (const auto& command : commands) {
      RC_ASSERT(finishes == 0);
      if (const auto* start = std::get_if<Start>(&command)) {
        RC_ASSERT(live.insert(start->attempt).second);
        worst.push_back(costs.at(start->provider));
        auto total = spent;
        for (const auto attempt : live) total += worst.at(attempt);
        RC_ASSERT(total <= wanted.cost_max.value());
      } else if (const auto* cancel = std::get_if<Cancel>(&command)) {
        RC_ASSERT(live.erase(cancel->attempt) == 1U);
        spent += worst.at(cancel->attempt);
        plan.charge(MicroUsd(worst.at(cancel->attempt)));
      } else {
        ++finishes;
      }
    }
    RC_ASSERT(live.size() <= 2U);
  };
  Millis now{0};
  carry_out(plan.begin(now));
  for (int step = 0; step < 200 && finishes == 0; ++step) {
    now += Millis(*rc::gen::inRange(0, 400));
    const auto attempt = *rc::gen::inRange<std::uint32_t>(0, plan.attempts() + 2);
    switch (*rc::gen::inRange(0, 5)) {
      case 0: carry_out(plan.first_token(attempt, now)); break;
      case 1: {
        const bool was = live.erase(attempt) == 1;
        const auto cost = was ? worst.at(attempt) : 0;
        spent += cost;
        AttemptFailure failure{{ModelError::kUnavailable, "x"},
                               *rc::gen::arbitrary<bool>(),
                               *rc::gen::inRange(0, 10) == 0,
                               std::nullopt,
                               MicroUsd(cost)};
        carry_out(plan.failed(attempt, failure, now));
        break;
      }
      case 2:
        live.erase(attempt);
        carry_out(plan.answered(attempt, now));
        break;
      default:
        if (const auto at = plan.wakes_at()) now = std::max(now, *at);
        carry_out(plan.woken(now));
    }
  }
  if (finishes == 0) carry_out(plan.woken(wanted.deadline));
  RC_ASSERT(finishes == 1);
  RC_ASSERT(live.empty());
  RC_ASSERT(plan.attempts() <= wanted.attempts_max);
  RC_ASSERT(plan.finished() && !plan.wakes_at());
}

}  // namespace
}  // namespace zestron::llm
