// Random sequences of proposals, votes and decisions by three stakers against a plain second writing of the rules: the same
// errors, the same tallies. How many: RC_PARAMS=max_success=N.
#include "governance_world.hpp"

#include <grapnel/testing/paired.hpp>
#include <grapnel/testing/tally.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <array>

namespace governance::test {
namespace {

using Wide = unsigned __int128;

constexpr std::array<Pubkey, 3> kVoters = {kAlice, kBob, kDeployer};
constexpr i64 kDay = 86'400;
constexpr u64 kNoError = 0;
constexpr u64 kAnyError = ~u64{0};  // of the framework's: which one is tested elsewhere

enum Kind { Offer, Cast, Enqueue, Execute, Cancel, Retract, Close, CloseRecord, TopUp, Wait, kKinds };
constexpr std::array<const char*, kKinds> kNames = {"propose",  "vote",           "queue",      "execute", "cancel",
                                                    "withdraw", "close_proposal", "close_vote", "top up",  "wait"};

struct Step {
  int kind;
  usize who;
  u64 back;  // which proposal, counted from the last
  int choice;
  std::int64_t seconds;
};
void showValue(const Step& s, std::ostream& out) {  // NOLINT(readability-identifier-naming): rapidcheck's name
  out << kNames[static_cast<usize>(s.kind)] << " by " << s.who << " on last-" << s.back << " choice " << s.choice
      << " after " << s.seconds << 's';
}

rc::Gen<Step> steps() {
  const auto seconds = rc::gen::weightedOneOf<std::int64_t>({{12, rc::gen::just(std::int64_t{0})},
                                                             {3, rc::gen::inRange<std::int64_t>(0, 2 * kDay)},
                                                             {3, rc::gen::just(std::int64_t{kRules.voting_seconds})},
                                                             {3, rc::gen::just(std::int64_t{kTimelockSeconds})},
                                                             {1, rc::gen::inRange<std::int64_t>(0, 16 * kDay)}});
  const auto kinds = rc::gen::weightedElement<int>({{8, Offer},
                                                    {30, Cast},
                                                    {16, Enqueue},
                                                    {16, Execute},
                                                    {1, Cancel},
                                                    {1, Retract},
                                                    {4, Close},
                                                    {6, CloseRecord},
                                                    {1, TopUp},
                                                    {2, Wait}});
  return rc::gen::build<Step>(rc::gen::set(&Step::kind, kinds), rc::gen::set(&Step::who, rc::gen::inRange<usize>(0, 3)),
                              rc::gen::set(&Step::back, rc::gen::weightedElement<u64>({{6, 0}, {2, 1}, {1, 2}})),
                              rc::gen::set(&Step::choice, rc::gen::weightedElement<int>({{4, 0}, {1, 1}, {2, 2}})),
                              rc::gen::set(&Step::seconds, seconds));
}

struct Voter {
  u64 amount;
  i64 locked, staked_at;
};
struct Case {
  int status = 0;  // as ProposalStatus; -1: closed
  bool about_guardian = false;
  usize by = 0;
  i64 made = 0, ends = 0, due = 0;
  u64 quorum = 0;
  std::array<Wide, 3> weight{}, amount{};
};

// The rules again, in words of their own. Each returns the error's number.
struct Model {
  std::array<Voter, 3> voters;
  std::vector<Case> cases;
  std::map<std::pair<usize, usize>, i64> records;  // (case, voter): when the vote ends
  i64 now = 0;
  u64 quorum_bps = kRules.quorum_bps;

  static u64 error(GovernanceError e) { return static_cast<u64>(e); }

  static u64 quorum_at(u64 bps) { return static_cast<u64>((Wide{10} * kRich * bps + 9'999) / 10'000); }
  bool passed(const Case& c) const { return c.amount[0] + c.amount[2] >= c.quorum && c.weight[0] > c.weight[1]; }

  u64 offer(usize who, bool about_guardian) {
    const i64 ends = now + kRules.voting_seconds;
    if (voters[who].staked_at >= now) return error(GovernanceError::StakeTooRecent);
    if (voters[who].locked <= ends) return error(GovernanceError::LockTooShort);
    cases.push_back(
        {.about_guardian = about_guardian, .by = who, .made = now, .ends = ends, .quorum = quorum_at(quorum_bps)});
    return kNoError;
  }
  u64 cast(usize at, usize who, usize choice) {
    Case& c = cases[at];
    const Voter& v = voters[who];
    if (c.status == -1 || records.contains({at, who})) return kAnyError;
    if (c.status != 0) return error(GovernanceError::NotVoting);
    if (now >= c.ends) return error(GovernanceError::VotingEnded);
    if (v.staked_at >= c.made) return error(GovernanceError::StakeTooRecent);
    if (v.locked <= c.ends) return error(GovernanceError::LockTooShort);
    c.amount[choice] += v.amount;
    const Wide four_years = Wide{4} * 365 * kDay;
    c.weight[choice] +=
        v.amount + Wide{v.amount} * 3 * std::min(static_cast<Wide>(v.locked - c.ends), four_years) / four_years;
    records[{at, who}] = c.ends;
    return kNoError;
  }
  u64 enqueue(usize at) {
    Case& c = cases[at];
    if (c.status == -1) return kAnyError;
    if (c.status != 0) return error(GovernanceError::NotVoting);
    if (now < c.ends) return error(GovernanceError::VotingOpen);
    if (now > c.ends + 14 * kDay) return error(GovernanceError::QueueWindowOver);
    if (c.amount[0] + c.amount[2] < c.quorum) return error(GovernanceError::QuorumNotReached);
    if (c.weight[0] <= c.weight[1]) return error(GovernanceError::NotAccepted);
    c.status = 1;
    c.due = now + 2 * kDay;
    return kNoError;
  }
  u64 execute(usize at) {
    Case& c = cases[at];
    if (c.status == -1) return kAnyError;
    if (c.status != 1) return error(GovernanceError::NotQueued);
    if (now < c.due) return error(GovernanceError::TimelockRunning);
    if (now > c.due + 14 * kDay) return error(GovernanceError::ExecutionWindowOver);
    if (!c.about_guardian) {
      if (c.amount[0] + c.amount[2] < quorum_at(400 + at)) return error(GovernanceError::QuorumNotReached);
      quorum_bps = 400 + at;
    }
    c.status = 2;
    return kNoError;
  }
  u64 cancel(usize at) {
    Case& c = cases[at];
    if (c.status == -1) return kAnyError;
    if (c.status > 1) return error(GovernanceError::AlreadyDecided);
    if (c.about_guardian) return error(GovernanceError::GuardianCannotStay);
    c.status = 3;
    return kNoError;
  }
  u64 retract(usize at) {
    Case& c = cases[at];
    if (c.status == -1) return kAnyError;
    if (c.status != 0) return error(GovernanceError::NotVoting);
    if (now >= c.ends) return error(GovernanceError::VotingEnded);
    c.status = 4;
    return kNoError;
  }
  u64 close(usize at) {
    Case& c = cases[at];
    if (c.status == -1) return kAnyError;
    const bool waits = c.status == 0 && (now < c.ends || (passed(c) && now <= c.ends + 14 * kDay));
    if (waits || (c.status == 1 && now <= c.due + 14 * kDay)) return error(GovernanceError::ProposalNotOver);
    c.status = -1;
    return kNoError;
  }
  u64 close_record(usize at, usize who) {
    const auto found = records.find({at, who});
    if (found == records.end()) return kAnyError;
    if (now < found->second) return error(GovernanceError::VotingOpen);
    records.erase(found);
    return kNoError;
  }
};

class Play : public GovernanceWorld {
 public:
  Play(grapnel::testing::Setting setting, grapnel::testing::Tally& tally) : GovernanceWorld(setting), tally_(tally) {
    RC_ASSERT(run(founding()).ok());
    const std::array<u64, 3> amounts = {kStaked, kStaked / 2, kStaked / 5};
    for (usize i = 0; i < kVoters.size(); ++i) {
      RC_ASSERT(chain.run({staking(kVoters[i], amounts[i]), locking(kVoters[i], now() + lock(i))}).ok());
      model_.voters[i] = {amounts[i], now() + lock(i), now()};
    }
    pass(1);
  }

  // Three steps of four are bent towards what the model says is possible, the last in a proposal's life first: chance alone
  // seldom meets the window of an execution.
  void step(Step s) {
    if (s.seconds > 0) pass(s.seconds);
    model_.now = now();
    if (s.kind == Wait) return;
    if (model_.cases.empty() && s.kind != Offer && s.kind != TopUp) return;
    if ((s.back + s.who) % 4 != 0 || s.kind == Execute) aim(s);
    const usize count = model_.cases.size();
    const usize at = at_of(s);
    const u64 expected = ask(model_, s);
    const Outcome outcome = run(instruction(s, count, at));
    const bool as_expected = expected == kNoError    ? outcome.ok()
                             : expected == kAnyError ? !outcome.ok()
                                                     : !outcome.ok() && outcome.code == expected;
    if (!as_expected) RC_FAIL("expected " + std::to_string(expected) + ", but " + outcome.report());
    tally_.count(kNames[static_cast<usize>(s.kind)], outcome.ok());
    compare();
  }

 private:
  static i64 lock(usize i) { return static_cast<i64>(i + 1) * 200 * kDay; }

  usize at_of(const Step& s) const {
    const usize count = model_.cases.size();
    return count == 0 ? 0 : count - 1 - std::min<usize>(s.back, count - 1);
  }
  bool is_possible(const Step& s) const {
    Model trial = model_;
    return ask(trial, s) == kNoError;
  }
  void aim(Step& s) const {
    if (is_possible(s) && s.kind != Offer && s.kind != TopUp) return;
    Step other = s;
    for (const Kind kind : {Execute, Enqueue, Cast, Close, CloseRecord}) {
      other.kind = kind;
      for (other.who = 0; other.who < kVoters.size(); ++other.who) {
        for (other.back = 0; other.back < std::min<u64>(4, model_.cases.size()); ++other.back) {
          if (!is_possible(other)) continue;
          s = other;
          return;
        }
      }
    }
    if (!is_possible(s)) s.kind = Offer;
  }

  u64 ask(Model& model, const Step& s) const {
    const usize at = at_of(s);
    switch (s.kind) {
      case Offer: return model.offer(s.who, s.choice == 1);
      case Cast: return model.cast(at, s.who, static_cast<usize>(s.choice));
      case Enqueue: return model.enqueue(at);
      case Execute: return model.execute(at);
      case Cancel: return model.cancel(at);
      case Retract: return model.retract(at);
      case Close: return model.close(at);
      case CloseRecord: return model.close_record(at, s.who);
      default:
        model.voters[s.who].amount += 5;
        model.voters[s.who].staked_at = model.now;
        return kNoError;
    }
  }
  client::Instruction instruction(const Step& s, u64 number, usize at) const {
    const Pubkey& who = kVoters[s.who];
    switch (s.kind) {
      case Offer:
        return proposing(number,
                         s.choice == 1 ? payload(SetGuardian{kGuardian})
                                       : payload(SetParameters{kRules.voting_seconds, 400 + number, 10}),
                         who);
      case Cast: return voting(at, who, static_cast<Choice>(s.choice));
      case Enqueue: return queueing(at);
      case Execute: return settling(at);
      case Cancel: return cancelling(at);
      case Retract: return with(withdrawing(at), 1, kVoters[model_.cases[at].by]);
      case Close: return with(closing(at), 1, kVoters[model_.cases[at].by]);
      case CloseRecord: return closing_vote(at, who);
      default: return staking(who, 5);
    }
  }

  void compare() const {
    RC_ASSERT(governance().proposal_count == model_.cases.size());
    RC_ASSERT(governance().parameters.quorum_bps == model_.quorum_bps);
    for (usize i = 0; i < model_.cases.size(); ++i) {
      const Case& c = model_.cases[i];
      const auto real = chain.state<Proposal>(proposal_of(i));
      RC_ASSERT(real.has_value() == (c.status != -1));
      if (!real) continue;
      RC_ASSERT(static_cast<int>(real->status) == c.status);
      RC_ASSERT(real->quorum == c.quorum);
      const std::array<Tally, 3> tallies = {real->yes, real->no, real->abstain};
      for (usize choice = 0; choice < 3; ++choice) {
        RC_ASSERT(tallies[choice].weight == c.weight[choice]);
        RC_ASSERT(tallies[choice].amount == c.amount[choice]);
      }
    }
  }

  grapnel::testing::Tally& tally_;
  Model model_{};
};

class SequenceTest : public ::testing::TestWithParam<grapnel::testing::Setting> {};
INSTANTIATE_TEST_SUITE_P(, SequenceTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(SequenceTest, behaves_as_the_rules_say) {
  const bool real = GetParam().ground == grapnel::testing::Ground::Real;
  const grapnel::testing::Paired paired;  // on the bank the ELF does to the byte what the native build does
  grapnel::testing::Tally tally("governance", {kNames.begin(), std::ranges::find(kNames, std::string_view("wait"))});
  const bool holds = rc::check("sequences", [&] {
    const auto played = *rc::gen::container<std::vector<Step>>(real ? 25 : 80, steps());
    tally.begin();
    Play play(GetParam(), tally);
    for (const Step& s : played) play.step(s);
  });
  EXPECT_TRUE(holds);
  tally.print();
  if (!real) EXPECT_EQ(tally.shortfall(), "");
}

}  // namespace
}  // namespace governance::test
