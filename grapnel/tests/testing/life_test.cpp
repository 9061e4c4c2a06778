// Generated instructions: enough of them succeed, all of them come up, and a program that breaks a rule is caught.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <grapnel/testing/life.hpp>

namespace till {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "Ti11111111111111111111111111111111111111111"_pubkey;

struct Till {
  Pubkey keeper;
  u64 id;
  u64 takings;
};

struct Open {
  struct Args {
    u64 id;
  };
  Mut<Signer> keeper;
  Init<Till, Payer<&Open::keeper>, Seeds<"till", &Open::keeper, &Args::id>> till;
  Program<System> system_program;
};
Result<> open(Context<Open>& ctx, const Open::Args& args) {
  ctx.till->keeper = ctx.keeper.key();
  ctx.till->id = args.id;
  return ok;
}

struct Pay {
  struct Args {
    u64 amount;
  };
  Mut<Account<Till, Seeds<"till", &Till::keeper, &Till::id>>> till;
  Mut<Signer> customer;
  Program<System> system_program;
};
Result<> pay(Context<Pay>& ctx, const Pay::Args& args) {
  GRAPNEL_TRY(system::transfer(ctx.customer, ctx.till, Lamports{args.amount}));
  ctx.till->takings += args.amount;
  return ok;
}

struct Shut {
  Mut<Account<Till, HasOne<&Till::keeper>>, Close<"keeper">> till;
  Mut<Signer> keeper;
};
Result<> shut(Context<Shut>&) { return ok; }

struct Honest : Module<"till", kProgramId, open, pay, shut> {};

// Forgets to ask the keeper: a bug that types don't know.
struct Empty {
  Mut<Account<Till>> till;
  Mut<Unchecked> to;
};
Result<> empty(Context<Empty>& ctx) {
  ctx.till->takings = 0;
  return ok;
}
struct Careless : Module<"till", kProgramId, open, pay, shut, empty> {};

namespace {

using grapnel::testing::Generator;
using grapnel::testing::live;
using grapnel::testing::Rules;
using grapnel::testing::Source;
using grapnel::testing::Step;
using grapnel::testing::World;

std::string only_the_keeper_empties(const Step& step) {
  for (const auto& [key, account] : step.before) {
    const auto was = client::account<Till>(account.data);
    const auto is = step.state_after<Till>(key);
    if (was && is && is->takings < was->takings && !step.has_signed(was->keeper)) return "emptied by a stranger";
  }
  return {};
}

TEST(Life, instructions_succeed_and_all_come_up) {
  std::map<u64, int> tried, succeeded;
  Source source(7);
  for (int life = 0; life < 50; ++life) {
    World world;
    world.runtime.add<Honest>();
    Generator<Honest> generator(world);
    for (int step = 0; step < 100; ++step) {
      const auto instruction = generator.next(source);
      const u64 name = instruction.data.size() < 8 ? 0 : load<u64>(instruction.data.data());
      ++tried[name];
      succeeded[name] += world.runtime.run(instruction).ok();
    }
  }
  int all = 0;
  for (const u64 name :
       {kInstructionDiscriminator<open>, kInstructionDiscriminator<pay>, kInstructionDiscriminator<shut>}) {
    EXPECT_GT(succeeded[name], 250) << name << " of " << tried[name];
    EXPECT_GT(tried[name] - succeeded[name], 50);
    all += succeeded[name];
  }
  EXPECT_GT(all, 2'000);  // of 5,000
}

RC_GTEST_PROP(Life, an_honest_program_keeps_the_rules, (const std::vector<u8>& choices)) {
  RC_ASSERT(live<Honest>(choices, {.check = only_the_keeper_empties}) == "");
}

TEST(Life, a_careless_program_is_caught_and_the_report_says_where) {
  std::string problem;
  for (u64 seed = 0; seed < 20 && problem.empty(); ++seed)
    problem = live<Careless>(Source(seed), {.check = only_the_keeper_empties});
  EXPECT_NE(problem.find("emptied by a stranger"), std::string::npos) << problem;
  EXPECT_NE(problem.find("takings: "), std::string::npos) << problem;
}

TEST(Life, equal_seeds_give_equal_lives) {
  std::vector<client::Instruction> first, second;
  for (auto* list : {&first, &second}) {
    World world;
    world.runtime.add<Honest>();
    Generator<Honest> generator(world);
    Source source(99);
    for (int i = 0; i < 50; ++i) world.runtime.run(list->emplace_back(generator.next(source)));
  }
  for (usize i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].data, second[i].data);
    EXPECT_EQ(first[i].accounts, second[i].accounts);
  }
}

// The general rules, each on a step that breaks it.
TEST(Rules, name_what_is_broken) {
  const Pubkey payer = World().people[0], data = grapnel::testing::key(5);
  const grapnel::testing::Ledger before = {{payer, {Lamports{10}, {}, {}, false}},
                                           {data, {Lamports{10}, {1}, grapnel::testing::key(6), false}}};
  client::Instruction instruction{kProgramId, {{payer, false, true}, {data, false, true}}, {}};
  native::Outcome outcome;
  const auto broken = [&](const grapnel::testing::Ledger& after) {
    return grapnel::testing::broken_rule({instruction, outcome, before, after}, World());
  };
  auto after = before;
  EXPECT_EQ(broken(after), "");
  after[payer].lamports = Lamports{11};
  EXPECT_NE(broken(after).find("made or lost"), std::string::npos);
  after[payer].lamports = Lamports{9};
  after[data].lamports = Lamports{11};
  EXPECT_NE(broken(after).find("without a signature"), std::string::npos);
  after = before;
  after[data].data = {2};
  EXPECT_NE(broken(after).find("another program"), std::string::npos);
  instruction.accounts[1].is_writable = false;
  EXPECT_NE(broken(after).find("not given as writable"), std::string::npos);
  outcome.error = "failed";
  EXPECT_NE(broken(after).find("no number"), std::string::npos);
  outcome.code = 1;
  EXPECT_NE(broken(after).find("failed instruction"), std::string::npos);
}

}  // namespace
}  // namespace till
