// Random sequences of all instructions over three agents against the model: same errors, same figures, and the rules that
// hold whatever is done. How many: RC_PARAMS=max_success=N.
#include "model.hpp"
#include "rewards_world.hpp"

#include <grapnel/testing/paired.hpp>
#include <grapnel/testing/tally.hpp>

#include <rapidcheck.h>

#include <array>

namespace rewards::test {
namespace {

constexpr std::array<Pubkey, Model::kAgents> kPeople = {kAlice, kBob, kMallory};

// The first two are the world's: a sale settles, an agent measures, an agent gives way to another at its address.
enum Kind { Receive, Measure, Replace, Fund, Open, Join, Enter, Distribute, DoClaim, Return, Close, Leave, kKinds };
constexpr std::array<const char*, kKinds> kNames = {
    "(receipt)",   "(measure)",          "(replace)", "fund_pot",         "open_epoch",  "open_agent_rewards",
    "enter_epoch", "distribute_rewards", "claim",     "return_unclaimed", "close_epoch", "close_agent_rewards"};

struct Step {
  int kind;
  usize who;
  usize party;
  u64 amount;
  u64 back;     // of which epoch, counted back from the current one
  bool passes;  // an epoch, before
};
void showValue(const Step& s, std::ostream& out) {
  out << kNames[static_cast<usize>(s.kind)] << " of " << s.who << " party " << s.party << " amount " << s.amount
      << " back " << s.back << (s.passes ? " in the next epoch" : "");
}

rc::Gen<Step> steps() {
  const auto kinds = rc::gen::weightedElement<int>({{9, Receive},
                                                    {6, Measure},
                                                    {1, Replace},
                                                    {2, Fund},
                                                    {8, Open},
                                                    {3, Join},
                                                    {12, Enter},
                                                    {10, Distribute},
                                                    {6, DoClaim},
                                                    {3, Return},
                                                    {4, Close},
                                                    {2, Leave}});
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, kinds), rc::gen::set(&Step::who, rc::gen::inRange<usize>(0, 3)),
      rc::gen::set(&Step::party, rc::gen::inRange<usize>(0, 2)),
      rc::gen::set(&Step::amount, rc::gen::weightedOneOf<u64>({{6, rc::gen::inRange<u64>(0, 100'000)},
                                                               {2, rc::gen::inRange<u64>(0, 5)},
                                                               {1, rc::gen::inRange<u64>(0, 10'000'000)}})),
      rc::gen::set(&Step::back,
                   rc::gen::weightedElement<u64>({{2, 0}, {6, 1}, {6, 2}, {2, 3}, {1, 4}, {2, 5}, {1, 7}})),
      rc::gen::set(&Step::passes, rc::gen::weightedElement<bool>({{4, false}, {1, true}})));
}

class Life {
 public:
  explicit Life(grapnel::testing::Setting setting) : world(setting) {
    RC_ASSERT(world.run(world.initializing()).ok());
    for (usize i = 0; i < kPeople.size(); ++i) {
      model.agents[i].exists = true;
      put(i);
      world.put_listing(kPeople[i], kSlot + 1);
    }
  }

  // Whether it was done. Three steps of four are bent towards what the model says is possible.
  bool play(Step& s) {
    if (s.passes) world.next_epoch();
    model.current = world.current();
    if (s.amount % 4 != 0 && !is_possible(s)) bend(s);
    if (s.kind <= Replace) return act(s);
    const Outcome outcome = world.run(instruction(s));
    if (is_missing(s)) {
      RC_ASSERT(!outcome.ok());
      return false;
    }
    const Model before = model;
    if (const Model::Fault expected = ask(model, s)) {
      RC_ASSERT(outcome.failed_with(*expected));
      model = before;
    } else if (!outcome.ok()) {
      RC_FAIL(outcome.report());
    }
    compare();
    return outcome.ok();
  }

 private:
  // To an instruction that the model allows, by whichever agent: mostly the last of an epoch's life, which come up least.
  void bend(Step& s) const {
    constexpr std::array kLife = {Return, DoClaim, Distribute, Enter, Open, Join, Close, Leave};
    Step other = s;
    for (usize turn = 0; turn < kLife.size() * kPeople.size(); ++turn) {
      other.kind = kLife[((s.amount % 3 == 0 ? s.amount / 12 : 0) + turn / kPeople.size()) % kLife.size()];
      other.back = usual_back(other);
      other.who = (s.who + turn) % kPeople.size();
      if (!is_possible(other)) continue;
      s = other;
      return;
    }
  }
  static u64 usual_back(const Step& s) {
    if (s.kind == Distribute) return 2 + s.amount % 3;
    return s.kind == Close ? 5 + s.amount % 2 : 1;
  }
  u64 index(const Step& s) const { return model.current - s.back; }
  // Whether an account is absent that must be there, or there that is to be made.
  bool is_missing(const Step& s) const {
    const ModelAgent& a = model.agents[s.who];
    const bool has_epoch = model.epochs.contains(index(s));
    switch (s.kind) {
      case Open: return has_epoch;
      case Join: return a.joined || !a.exists;
      case Enter: return !a.joined || !has_epoch || !a.exists;
      case Distribute: return !a.joined || !has_epoch;
      case DoClaim:
      case Return:
      case Leave: return !a.joined;
      case Close: return !has_epoch;
      default: return false;
    }
  }
  bool is_possible(const Step& s) const {
    if (s.kind <= Replace) return true;
    Model trial = model;
    return !is_missing(s) && !ask(trial, s);
  }
  static Model::Fault ask(Model& m, const Step& s) {
    const u64 index = m.current - s.back;
    switch (s.kind) {
      case Fund: return m.fund(s.amount);
      case Open: return m.open(index);
      case Join: return m.join(s.who);
      case Enter: return m.enter(s.who, index);
      case Distribute: return m.distribute(s.who, index);
      case DoClaim: return m.claim(s.who, s.party);
      case Return: return m.give_back(s.who);
      case Close: return m.close(index);
      default: return m.leave(s.who);
    }
  }
  client::Instruction instruction(const Step& s) const {
    const Pubkey& who = kPeople[s.who];
    switch (s.kind) {
      case Fund: return world.funding(s.amount);
      case Open: return RewardsWorld::opening(index(s));
      case Join: return RewardsWorld::joining(who);
      case Enter: return RewardsWorld::entering(who, index(s));
      case Distribute: return RewardsWorld::distributing(who, index(s));
      case DoClaim: return world.claiming(who, s.party == 0 ? Party::Developer : Party::Treasury);
      case Return: return RewardsWorld::returning(who);
      case Close: return RewardsWorld::closing(index(s));
      default: return RewardsWorld::leaving(who);
    }
  }
  // What the sister programs would do.
  bool act(const Step& s) {
    ModelAgent& a = model.agents[s.who];
    if (s.kind == Receive) {
      world.receive(kPeople[s.who], s.amount);
      a.receipts[model.current] += s.amount;
      model.receipts[model.current] += s.amount;
    } else if (s.kind == Measure) {
      (s.party == 0 ? a.gain : a.loss) += static_cast<std::int64_t>(s.amount);
      if (a.exists) put(s.who);
    } else if (a.exists && s.amount % 2 == 0) {
      a.exists = false;
      a.gain = a.loss = 0;
      world.chain.set_account(agent_of(kPeople[s.who]), {});
    } else {
      a.exists = true;
      a.gain = a.loss = 0;
      ++a.life;
      put(s.who);
      // The seller lists the new agent, and the old one's receipts are forgotten.
      if (s.party == 0) {
        a.listing_life = a.life;
        a.receipts.clear();
        world.put_listing(kPeople[s.who], kSlot + a.life);
      }
    }
    return true;
  }
  void put(usize who) {
    const ModelAgent& a = model.agents[who];
    world.put_agent(kPeople[who], measured(static_cast<u64>(a.gain), static_cast<u64>(a.loss)), kSlot + a.life);
  }
  void compare() {
    const RewardsConfig config = world.config();
    RC_ASSERT(config.pot == model.pot);
    RC_ASSERT(config.allotted == model.allotted());
    RC_ASSERT(config.owed == model.all_owed());
    RC_ASSERT(world.amount(kVault) == model.vault);
    RC_ASSERT(config.pot + config.allotted + config.owed == model.vault);
    RC_ASSERT(world.amount(kTreasury) == model.treasury);
    for (const auto& [number, expected] : model.epochs) {
      const Epoch epoch = world.epoch(number);
      RC_ASSERT(epoch.emission == expected.emission);
      RC_ASSERT(epoch.left == expected.left);
      RC_ASSERT(epoch.total_weight == expected.weight);
      RC_ASSERT(epoch.last_epoch == expected.last);
    }
    for (usize i = 0; i < kPeople.size(); ++i) {
      const ModelAgent& a = model.agents[i];
      RC_ASSERT(world.amount(account_of(kPeople[i])) == model.wallets[i]);
      const auto rewards = world.chain.state<AgentRewards>(rewards_of(kPeople[i]));
      RC_ASSERT(rewards.has_value() == a.joined);
      if (!rewards) continue;
      RC_ASSERT(rewards->rewarded_net == a.rewarded);
      RC_ASSERT(rewards->entered_net == a.entered);
      u64 owed = 0;
      for (const EpochShare& share : rewards->shares) {
        owed += share.owed_developer + share.owed_treasury;
        RC_ASSERT(share.owed_developer + share.owed_treasury <= share.bound);
      }
      RC_ASSERT(owed == Model::owed(a));
    }
  }

  RewardsWorld world;
  Model model;
};

void play_sequences(grapnel::testing::Ground ground) {
  grapnel::testing::Tally tally("rewards", {kNames.begin() + Replace + 1, kNames.end()});
  EXPECT_TRUE(rc::check("program and model agree", [&] {
    if (tally.sequences() >= grapnel::testing::most_sequences(ground)) return;
    tally.begin();
    Life life({ground, grapnel::testing::Features::Mainnet});
    for (Step step : *rc::gen::container<std::vector<Step>>(100, rc::gen::resize(rc::kNominalSize, steps()))) {
      const bool succeeded = life.play(step);
      if (step.kind > Replace) tally.count(kNames[static_cast<usize>(step.kind)], succeeded);
    }
  }));
  tally.print();
  if (tally.sequences() >= 100) EXPECT_EQ(tally.shortfall(), "");  // fewer don't hold every instruction
}

TEST(RewardsSequences, are_what_the_model_says) { play_sequences(grapnel::testing::Ground::Native); }

// And the ELF does to the byte what the native build does.
TEST(RewardsSequences, also_on_the_real_runtime) {
  if (!grapnel::testing::has_real()) GTEST_SKIP() << "there is no bank";
  const grapnel::testing::Paired paired;
  play_sequences(grapnel::testing::Ground::Real);
}

}  // namespace
}  // namespace rewards::test
