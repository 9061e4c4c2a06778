// The lifecycle table against a second writing of DESIGN's rules: every state, action and role, every guard.
#include <gtest/gtest.h>
#include <agent_factory/lifecycle.hpp>

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace agent_factory {
namespace {

// One word a state, in the order Created, Licensed, Active, Suspended, Retired. A number is the error.
const std::map<std::pair<Action, Role>, std::string> kRules = {
    {{Action::Publish, Role::Owner}, "licensed 6002 6001 6005 6006"},
    {{Action::Activate, Role::Owner}, "active:fine active:fine 6001 active:new 6006"},
    {{Action::Deactivate, Role::Owner}, "6000 6000 back 6000 6000"},
    {{Action::Suspend, Role::Owner}, "6004 6004 suspended 6003 6006"},
    {{Action::Suspend, Role::Anyone}, "6004 6004 suspended:passed 6003 6006"},
    {{Action::Retire, Role::Owner}, "retired retired retired retired 6006"},
    {{Action::Retire, Role::Anyone}, "6008 6008 6008 retired:week 6006"},
    {{Action::Upgrade, Role::UpgradeAuthority}, "stay stay stay stay 6006"},
    {{Action::SetExecutors, Role::Owner}, "stay stay stay stay 6006"},
    {{Action::ClaimPerformance, Role::Executor}, "6004 6004 stay 6005 6006"},
    {{Action::UpdatePerformance, Role::Anyone}, "stay stay stay stay stay"},
    {{Action::Close, Role::Owner}, "6007 6007 6007 6007 gone"},
    {{Action::SetAllowList, Role::Owner}, "stay stay stay stay 6006"},
    {{Action::OpenWallet, Role::Beneficiary}, "stay stay stay stay 6006"},
    {{Action::Agree, Role::Beneficiary}, "stay stay stay stay 6006"},
    {{Action::Execute, Role::Executor}, "6004 6004 stay 6005 6006"},
    {{Action::OpenContext, Role::Owner}, "stay stay stay stay 6006"},
    {{Action::CommitContext, Role::Executor}, "6004 6004 stay stay 6006"},
};

std::string words(const Step& step) {
  static const std::map<Move, std::string> kMoves = {
      {Move::Stay, "stay"},       {Move::ToCreatedOrLicensed, "back"}, {Move::ToLicensed, "licensed"},
      {Move::ToActive, "active"}, {Move::ToSuspended, "suspended"},    {Move::ToRetired, "retired"},
      {Move::Gone, "gone"},
  };
  static const std::map<Guard, std::string> kGuards = {
      {Guard::None, ""},
      {Guard::NoThresholdPassed, ":fine"},
      {Guard::NewTerms, ":new"},
      {Guard::ThresholdPassed, ":passed"},
      {Guard::WeekAfterThreshold, ":week"},
  };
  if (!step.allowed()) return std::to_string(static_cast<u32>(step.error));
  return kMoves.at(step.move) + kGuards.at(step.guard);
}

TEST(Lifecycle, decides_every_state_action_and_role) {
  int decided = 0;
  for (usize a = 0; a < kActionCount; ++a) {
    for (usize r = 0; r < kRoleCount; ++r) {
      const auto rule = kRules.find({static_cast<Action>(a), static_cast<Role>(r)});
      std::istringstream line(rule == kRules.end() ? "6008 6008 6008 6008 6008" : rule->second);
      for (usize s = 0; s < kLifecycleCount; ++s) {
        std::string expected;
        line >> expected;
        EXPECT_EQ(words(step_of(static_cast<Lifecycle>(s), static_cast<Action>(a), static_cast<Role>(r))), expected)
            << "state " << s << " action " << a << " role " << r;
        ++decided;
      }
    }
  }
  EXPECT_EQ(decided, 400);
}

TEST(Lifecycle, nobody_leaves_retired_but_by_closing) {
  for (usize a = 0; a < kActionCount; ++a) {
    for (usize r = 0; r < kRoleCount; ++r) {
      const Step step = step_of(Lifecycle::Retired, static_cast<Action>(a), static_cast<Role>(r));
      if (!step.allowed()) continue;
      EXPECT_TRUE(step.move == Move::Gone || static_cast<Action>(a) == Action::UpdatePerformance);
    }
  }
}

TEST(Lifecycle, only_activation_by_the_owner_makes_an_agent_act) {
  for (usize s = 0; s < kLifecycleCount; ++s) {
    for (usize a = 0; a < kActionCount; ++a) {
      for (usize r = 0; r < kRoleCount; ++r) {
        const Step step = step_of(static_cast<Lifecycle>(s), static_cast<Action>(a), static_cast<Role>(r));
        if (step.move != Move::ToActive) continue;
        EXPECT_EQ(static_cast<Action>(a), Action::Activate);
        EXPECT_EQ(static_cast<Role>(r), Role::Owner);
      }
    }
  }
}

TEST(Lifecycle, thresholds_are_passed_only_beyond_the_limit) {
  AgentPerformance measured{};
  EXPECT_FALSE(is_passed({}, measured));
  measured.loss = 100;
  measured.execution_count = 7;
  EXPECT_FALSE(is_passed({}, measured)) << "0 is no limit";
  EXPECT_FALSE(is_passed({.max_net_loss = 100, .max_executions = 7}, measured));
  EXPECT_TRUE(is_passed({.max_net_loss = 99, .max_executions = 0}, measured));
  EXPECT_TRUE(is_passed({.max_net_loss = 0, .max_executions = 6}, measured));
  measured.yield_generated = 1;
  EXPECT_FALSE(is_passed({.max_net_loss = 99, .max_executions = 0}, measured)) << "gain counts against loss";
  measured.yield_generated = ~u64{0};
  EXPECT_FALSE(is_passed({.max_net_loss = 1, .max_executions = 0}, measured));
}

AgentState passed_agent() {
  AgentState agent{};
  agent.thresholds.max_executions = 1;
  agent.performance_metrics.execution_count = 2;
  return agent;
}

TEST(Lifecycle, guards_ask_for_what_they_say) {
  AgentState fine{};
  const AgentState passed = passed_agent();
  EXPECT_TRUE(check(Guard::None, passed, 0).holds);
  EXPECT_TRUE(check(Guard::NoThresholdPassed, fine, 0).holds);
  EXPECT_EQ(check(Guard::NoThresholdPassed, passed, 0).error, AgentError::ThresholdPassed);
  EXPECT_FALSE(check(Guard::NoThresholdPassed, passed, 0).holds);
  EXPECT_TRUE(check(Guard::ThresholdPassed, passed, 0).holds);
  EXPECT_FALSE(check(Guard::ThresholdPassed, fine, 0).holds);

  EXPECT_EQ(check(Guard::NewTerms, fine, 0).error, AgentError::TermsUnchanged);
  EXPECT_FALSE(check(Guard::NewTerms, fine, 0).holds);
  fine.terms[31] = 1;
  EXPECT_TRUE(check(Guard::NewTerms, fine, 0).holds);
  EXPECT_FALSE(check(Guard::NewTerms, passed, 0).holds);
}

TEST(Lifecycle, a_week_passes_to_the_second) {
  AgentState agent = passed_agent();
  agent.suspended_at = 1'000;
  agent.suspended_by = SuspendedBy::Owner;
  EXPECT_EQ(check(Guard::WeekAfterThreshold, agent, 1'000 + 2 * kRetireDelaySeconds).error, AgentError::NotAuthorized);
  EXPECT_FALSE(check(Guard::WeekAfterThreshold, agent, 1'000 + 2 * kRetireDelaySeconds).holds);
  agent.suspended_by = SuspendedBy::Threshold;
  EXPECT_FALSE(check(Guard::WeekAfterThreshold, agent, 1'000 + 604'799).holds);
  EXPECT_TRUE(check(Guard::WeekAfterThreshold, agent, 1'000 + 604'800).holds);
  EXPECT_FALSE(check(Guard::WeekAfterThreshold, agent, 0).holds) << "a clock that ran back";
}

}  // namespace
}  // namespace agent_factory
