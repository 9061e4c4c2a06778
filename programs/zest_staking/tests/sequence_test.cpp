// Random sequences of all instructions by three people against the model: same errors, same figures, and the rules that hold
// whatever is done. How many: RC_PARAMS=max_success=N.
#include "model.hpp"
#include "staking_world.hpp"

#include <rapidcheck.h>
#include <grapnel/testing/paired.hpp>
#include <grapnel/testing/tally.hpp>

#include <array>
#include <cstdlib>
#include <limits>

namespace zest_staking::test {
namespace {

constexpr std::array<Pubkey, Model::kPeople> kStakers = {kAlice, kBob, kDeployer};
constexpr std::array<Pubkey, 3> kKeys = {Pubkey{}, key(200), key(201)};  // of agents and licences, by number

enum Kind {
  Stake,
  Lock,
  BeginUnstake,
  CancelUnstake,
  DoUnstake,
  Close,
  Fund,
  Claim,
  DoBond,
  BeginUnbond,
  DoUnbond,
  DoSlash,
  Collect,
  DoPledge,
  DoRelease,
  ReleaseAfter,
  SetTheFeatures,
  kKinds
};
constexpr std::array<const char*, kKinds> kNames = {
    "stake_zest",      "lock_stake",    "begin_unstake", "cancel_unstake", "unstake",     "close_stake",
    "fund_rewards",    "claim_rewards", "bond",          "begin_unbond",   "unbond",      "slash",
    "collect_slashed", "pledge",        "release",       "release_ended",  "set_features"};

struct Step {
  int kind;
  usize who;
  usize party;
  int name;              // 1 or 2: which agent or licence; 1: the decision that has slashed the stake, 2: the next
  int percent;           // of what there is
  std::int64_t seconds;  // that pass before
  std::int64_t term;     // of locks, streams, pledges
};
void showValue(const Step& s, std::ostream& out) {
  out << kNames[static_cast<usize>(s.kind)] << " by " << s.who << " party " << s.party << " name " << s.name << ' '
      << s.percent << "% after " << s.seconds << "s for " << s.term << 's';
}

bool is_about_the_pool(int kind) { return kind == Stake || kind == Fund || kind == Collect || kind == SetTheFeatures; }

rc::Gen<Step> steps() {
  const auto durations =
      rc::gen::weightedOneOf<std::int64_t>({{6, rc::gen::inRange<std::int64_t>(0, 3)},
                                            {4, rc::gen::inRange<std::int64_t>(0, 4 * Model::kDay)},
                                            {2, rc::gen::inRange<std::int64_t>(0, 20 * Model::kDay)}});
  const auto terms =
      rc::gen::weightedOneOf<std::int64_t>({{6, rc::gen::inRange<std::int64_t>(Model::kDay, 20 * Model::kDay)},
                                            {2, rc::gen::inRange<std::int64_t>(0, 2 * Model::kDay)},
                                            {1, rc::gen::inRange<std::int64_t>(0, 5 * 365 * Model::kDay)}});
  const auto kinds = rc::gen::weightedElement<int>({{6, Stake},
                                                    {2, Lock},
                                                    {4, BeginUnstake},
                                                    {2, CancelUnstake},
                                                    {4, DoUnstake},
                                                    {2, Close},
                                                    {3, Fund},
                                                    {6, Claim},
                                                    {3, DoBond},
                                                    {3, BeginUnbond},
                                                    {3, DoUnbond},
                                                    {3, DoSlash},
                                                    {2, Collect},
                                                    {4, DoPledge},
                                                    {2, DoRelease},
                                                    {3, ReleaseAfter},
                                                    {1, SetTheFeatures}});
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, kinds), rc::gen::set(&Step::who, rc::gen::inRange<usize>(0, 3)),
      rc::gen::set(&Step::party, rc::gen::inRange<usize>(0, 3)),
      rc::gen::set(&Step::name, rc::gen::weightedElement<int>({{3, 1}, {2, 2}})),
      rc::gen::set(&Step::percent,
                   rc::gen::weightedOneOf<int>(
                       {{6, rc::gen::inRange(0, 60)}, {1, rc::gen::just(100)}, {1, rc::gen::inRange(60, 130)}})),
      rc::gen::set(&Step::seconds, durations), rc::gen::set(&Step::term, terms));
}

class Life {
 public:
  explicit Life(grapnel::testing::Setting setting) : world(setting), model(world.now()) {
    RC_ASSERT(world.run(world.initializing()).ok());
    for (auto& wallet : model.wallets) wallet = kRich;
  }

  struct Played {
    int kind;  // what it was bent to
    bool succeeded;
  };
  // Two steps of three are bent towards what the model says is possible.
  Played play(Step s) {
    if (s.kind == Close) is_leaving[s.who] = true;
    if (is_leaving[s.who] && s.percent % 3 != 0) leave(s);
    if (s.seconds != 0) world.pass(s.seconds);
    model.now = world.now();
    for (int turn = 0; s.percent % 3 != 0 && turn < kKinds && !is_possible(s); ++turn) s.kind = (s.kind + 5) % kKinds;
    const bool needs_stake = !is_about_the_pool(s.kind);
    if (needs_stake && !model.stakes[s.who].exists) {
      RC_ASSERT(world.run(instruction(s)).failed_with(ErrorCode::AccountNotInitialized));
      return {s.kind, false};
    }
    const std::array<i64, 3> locks = {lock(0), lock(1), lock(2)};
    const Outcome outcome = world.run(instruction(s));
    const Model before = model;
    const Model::Fault expected = ask(model, s);
    if (expected) {
      RC_ASSERT(outcome.failed_with(*expected));
      model = before;  // what the model settled on the way is undone, as with the program
    } else if (!outcome.ok()) {
      RC_FAIL(outcome.report());
    }
    compare();
    for (usize i = 0; i < 3; ++i) RC_ASSERT(lock(i) >= locks[i] || !model.stakes[i].exists);
    return {s.kind, outcome.ok()};
  }

 private:
  // Who once wanted to close their stake goes on towards that, or hardly any would ever be empty.
  void leave(Step& s) {
    const ModelStake& mine = model.stakes[s.who];
    is_leaving[s.who] = mine.exists;
    const auto take = [&](int kind, int percent, std::int64_t seconds = 0) {
      s.kind = kind;
      s.percent = percent;
      s.seconds = seconds;
    };
    const auto owed = std::ranges::find_if(mine.owed, [](std::uint64_t amount) { return amount != 0; });
    if (!mine.exists) return;
    if (mine.license != 0) return take(DoRelease, 10);
    if (mine.unbonding != 0) return take(DoUnbond, 10, Model::kBondCool);
    if (mine.bonded != 0) return take(BeginUnbond, 100);
    if (mine.amount != 0) return take(BeginUnstake, 100, std::max<std::int64_t>(mine.lock_until - model.now, 0));
    if (mine.cooling != 0) return take(DoUnstake, 10, Model::kCool);
    if (owed == mine.owed.end()) return take(Close, 10);
    take(Claim, 10);
    s.party = static_cast<usize>(owed - mine.owed.begin());
  }
  struct Numbers {
    u64 wallet, staked, bonded;
    i64 until, pledge_until;
    int agent, license, decision;
  };
  Numbers numbers(const Step& s) const {
    const ModelStake& mine = model.stakes[s.who];
    const auto part = [&](u64 of) {
      return static_cast<u64>(static_cast<Wide>(of) * static_cast<unsigned>(s.percent) / 100);
    };
    const i64 until = model.now + s.term;
    const bool is_apt = s.percent < 50;
    return {.wallet = part(model.wallets[s.who]) / 4,
            .staked = part(mine.amount),
            .bonded = part(mine.bonded),
            .until = until,
            .pledge_until = is_apt ? std::min(until, mine.lock_until) : until,
            .agent = is_apt && mine.agent != 0 ? mine.agent : s.name,
            .license = is_apt && mine.license != 0 ? mine.license : s.name,
            .decision = mine.decision + s.name - 1};
  }
  bool is_possible(const Step& s) const {
    const bool needs_stake = !is_about_the_pool(s.kind);
    Model trial = model;
    return (!needs_stake || model.stakes[s.who].exists) && !ask(trial, s);
  }
  Model::Fault ask(Model& m, const Step& s) const {
    const Numbers n = numbers(s);
    switch (s.kind) {
      case Stake: return m.stake(s.who, n.wallet);
      case Lock: return m.lock(s.who, n.until);
      case BeginUnstake: return m.begin_unstake(s.who, n.staked);
      case CancelUnstake: return m.cancel_unstake(s.who);
      case DoUnstake: return m.unstake(s.who);
      case Close: return m.close(s.who);
      case Fund: return m.fund(s.who, n.wallet, s.term);
      case Claim: return m.claim(s.who, s.party);
      case DoBond: return m.bond(s.who, n.agent, n.staked);
      case BeginUnbond: return m.begin_unbond(s.who, n.bonded);
      case DoUnbond: return m.unbond(s.who);
      case DoSlash: return m.slash(s.who, n.agent, n.decision, n.bonded);
      case Collect: return m.collect();
      case DoPledge: return m.pledge(s.who, s.name, n.pledge_until);
      case DoRelease: return m.release(s.who, n.license);
      case ReleaseAfter: return m.release_ended(s.who);
      default: return n.wallet == 0 ? Model::Fault(StakingError::FeatureInvalid) : std::nullopt;
    }
  }
  client::Instruction instruction(const Step& s) const {
    const Numbers n = numbers(s);
    const Pubkey& who = kStakers[s.who];
    const Pubkey& name = kKeys[static_cast<usize>(s.name)];
    const Pubkey& agent = kKeys[static_cast<usize>(n.agent)];
    switch (s.kind) {
      case Stake: return world.staking(who, n.wallet);
      case Lock: return world.locking(who, n.until);
      case BeginUnstake: return world.cooling(who, n.staked);
      case CancelUnstake: return world.cancelling(who);
      case DoUnstake: return world.unstaking(who);
      case Close: return world.closing(who);
      case Fund: return world.funding(n.wallet, s.term, who);
      case Claim:
        return s.party == 0   ? world.claiming(who)
               : s.party == 1 ? world.paying_developer(who)
                              : world.paying_treasury(who);
      case DoBond: return world.bonding(who, n.staked, agent);
      case BeginUnbond: return world.beginning_unbond(who, n.bonded);
      case DoUnbond: return world.unbonding(who);
      case DoSlash: return world.slashing(who, n.bonded, static_cast<u64>(n.decision), agent);
      case Collect: return world.collecting();
      case DoPledge: return world.pledging(who, n.pledge_until, name);
      case DoRelease: return world.releasing(who, kKeys[static_cast<usize>(n.license)]);
      case ReleaseAfter: return world.releasing_ended(who);
      default: return world.setting_features({feature("feature", n.wallet)});
    }
  }
  i64 lock(usize who) const {
    const auto record = world.chain.state<StakeRecord>(stake_of(kStakers[who]));
    return record ? record->lock_until : 0;
  }
  void compare() {
    const StakePool pool = world.pool();
    RC_ASSERT(pool.staked == model.staked());
    RC_ASSERT(pool.cooling == model.all_cooling());
    RC_ASSERT(pool.slashed == model.slashed);
    RC_ASSERT(pool.stream_amount == model.stream);
    RC_ASSERT(pool.stream_left_s == model.stream_left);
    RC_ASSERT(pool.rewards_owed == model.rewards_owed);
    RC_ASSERT(((static_cast<Wide>(pool.reward_per_token.high) << 64) | pool.reward_per_token.low) == model.accumulator);
    RC_ASSERT(world.amount(kVault) == model.vault);
    RC_ASSERT(world.amount(kVault) == pool.staked + pool.cooling + pool.slashed);
    RC_ASSERT(world.amount(kRewards) == model.rewards_vault);
    RC_ASSERT(world.amount(kRewards) == pool.stream_amount + pool.rewards_owed);
    RC_ASSERT(world.amount(kSink) == model.sink);
    RC_ASSERT(world.amount(kTreasury) == model.treasury);
    RC_ASSERT(world.amount(account_of(kDeveloper)) == model.developer_wallet);
    Wide owed = 0;
    for (usize i = 0; i < kStakers.size(); ++i) {
      RC_ASSERT(world.amount(account_of(kStakers[i])) == model.wallets[i]);
      const auto record = world.chain.state<StakeRecord>(stake_of(kStakers[i]));
      const ModelStake& mine = model.stakes[i];
      RC_ASSERT(record.has_value() == mine.exists);
      if (!record) continue;
      RC_ASSERT(record->amount == mine.amount);
      RC_ASSERT(record->cooling_amount == mine.cooling);
      RC_ASSERT(record->bonded_amount == mine.bonded);
      RC_ASSERT(record->unbonding_amount == mine.unbonding);
      RC_ASSERT(record->lock_until == mine.lock_until);
      RC_ASSERT(record->last_staked_at == mine.staked_at);
      RC_ASSERT(record->reward_fraction == mine.fraction);
      RC_ASSERT(record->owed_staker == mine.owed[0]);
      RC_ASSERT(record->owed_developer == mine.owed[1]);
      RC_ASSERT(record->owed_treasury == mine.owed[2]);
      RC_ASSERT((record->pledged_to != Pubkey{}) == (mine.license != 0));
      RC_ASSERT(mine.bonded <= mine.amount);
      owed += static_cast<Wide>(mine.owed[0]) + mine.owed[1] + mine.owed[2];
    }
    RC_ASSERT(owed <= pool.rewards_owed);
  }

  StakingWorld world;
  Model model;
  std::array<bool, Model::kPeople> is_leaving{};
};

// Of the cases that rapidcheck plays unasked ten are enough on the real runtime, which takes its time.
void play_sequences(grapnel::testing::Ground ground) {
  const bool few = ground == grapnel::testing::Ground::Real && std::getenv("RC_PARAMS") == nullptr;
  const int most = few ? 10 : std::numeric_limits<int>::max();
  grapnel::testing::Tally tally("zest_staking", {kNames.begin(), kNames.end()});
  int cases = 0;
  EXPECT_TRUE(rc::check("program and model agree", [&] {
    if (cases++ >= most) return;
    tally.begin();
    Life life({ground, grapnel::testing::Features::Mainnet});
    tally.count("initialize_pool", true);
    for (const Step& step : *rc::gen::container<std::vector<Step>>(60, rc::gen::resize(rc::kNominalSize, steps()))) {
      const Life::Played played = life.play(step);
      tally.count(kNames[static_cast<usize>(played.kind)], played.succeeded);
    }
  }));
  tally.print();
  if (tally.sequences() >= 100) EXPECT_EQ(tally.shortfall(), "");  // fewer don't hold every instruction
}

TEST(StakingSequences, are_what_the_model_says) { play_sequences(grapnel::testing::Ground::Native); }

// And the ELF does to the byte what the native build does.
TEST(StakingSequences, also_on_the_real_runtime) {
  if (!grapnel::testing::has_real()) GTEST_SKIP() << "there is no bank";
  const grapnel::testing::Paired paired;
  play_sequences(grapnel::testing::Ground::Real);
}

}  // namespace
}  // namespace zest_staking::test
