// The campaign itself: it finds a program that differs, and says what it didn't reach.
#include "campaign.hpp"

#include <gtest/gtest.h>
#include <grapnel/programs/token.hpp>
#include <grapnel/testing/add.hpp>
#include <grapnel/testing/paired.hpp>

#include "instructions.hpp"

namespace counter {

// The counter's name and address, so that its ELF runs on the real side, with other handlers on the native one.
Result<> off_by_one(Context<Increment>& ctx, const Increment::Args& args) {
  if (args.step == 0) return fail(CounterError::StepIsZero);
  const Checked<u64> count = Checked{ctx.counter->count} + args.step;
  if (!count) return fail(CounterError::Overflow);
  ctx.counter->count = count.value() + (count.value() > 100 ? 1 : 0);
  return ok;
}

namespace other {
Result<> increment(Context<Increment>& ctx, const Increment::Args& args) { return off_by_one(ctx, args); }
struct Program : Module<"counter", kProgramId, initialize, other::increment, set_authority, destroy> {
  using Errors = CounterError;
  using Events = List<Destroyed>;
};
}  // namespace other

namespace {

using grapnel::differential::campaign;
using grapnel::differential::Report;
using grapnel::testing::key;
using grapnel::testing::World;

TEST(Campaign, the_counter_is_the_same_on_both_sides) {
  const Report report = campaign<CounterProgram>({.inputs = 2'000, .seed = 5}, {});
  EXPECT_EQ(report.shortfall(), "");
  EXPECT_EQ(report.all.tried, 2'000u);
  EXPECT_GT(report.all.succeeded, 800u);
  EXPECT_LT(report.all.succeeded, 1'900u);
}

TEST(Campaign, equal_seeds_give_equal_campaigns) {
  const auto run = [](u64 seed) { return campaign<CounterProgram>({.inputs = 500, .seed = seed}, {}); };
  EXPECT_EQ(run(3).all.succeeded, run(3).all.succeeded);
}

TEST(Campaign, finds_a_program_that_counts_otherwise) {
  const Report report = campaign<other::Program>({.inputs = 4'000, .seed = 1}, {});
  EXPECT_NE(report.shortfall().find("accounts differ"), std::string::npos) << report.shortfall();
  EXPECT_LT(report.all.tried, 4'000u);
}

// An instruction that fails leaves the accounts it names unknown to the native side, though a bank has them.
TEST(Campaign, programs_of_genesis_are_there_in_the_next_life) {
  const grapnel::differential::Options options;
  grapnel::differential::Pair pair(options);
  pair.deploy({kProgramId, nullptr, grapnel::testing::program_file(CounterProgram::kName)});
  const auto elsewhere = grapnel::testing::make_elsewhere(options.features);
  const auto names_token = client::instruction<increment>(kProgramId, {Token2022::kId, key(1)}, {.step = 1});
  for (int life = 0; life < 2; ++life) {
    World world;
    world.runtime.add<CounterProgram>();
    world.runtime.attach(elsewhere);
    pair.begin(world);
    EXPECT_EQ(pair.run(world, names_token), "") << "life " << life;
    EXPECT_EQ(pair.last_error, "custom program error: 0xbbf") << "owned by the loader";
  }
}

TEST(Paired, a_chain_finds_a_program_that_counts_otherwise) {
  constexpr Pubkey kCounter = find_program_address(kProgramId, "counter").address;
  const grapnel::testing::Paired paired;
  grapnel::testing::Chain chain({grapnel::testing::Ground::Real, grapnel::testing::Features::Mainnet});
  chain.add<other::Program>();
  chain.put(kCounter, Counter{.authority = key(1), .count = 99}, kProgramId);
  const auto step = [&](u64 by) {
    return chain.run(client::instruction<increment>(kProgramId, {kCounter, key(1)}, {.step = by}));
  };
  EXPECT_TRUE(step(1).ok()) << "100 on both";
  chain.warp({.slots = 3, .seconds = 60});
  EXPECT_TRUE(step(0).failed_with(CounterError::StepIsZero)) << "which both refuse";
  EXPECT_THROW(static_cast<void>(step(1)), grapnel::testing::Differs) << "101 on the bank, 102 natively";
}

TEST(Campaign, says_what_it_did_not_reach) {
  Report report;
  report.all = {.tried = 1'000, .succeeded = 399};
  EXPECT_EQ(report.shortfall(), "only 399 of 1000 inputs succeeded, 40 % are asked for");
  report.all.succeeded = 400;
  report.instructions["rare"] = {.tried = 9, .succeeded = 9};
  EXPECT_EQ(report.shortfall(), "rare was tried 9 times and succeeded 9 times of 1000");
  report.instructions["rare"] = {.tried = 10, .succeeded = 2};
  EXPECT_EQ(report.shortfall(), "");
  report.all = {.tried = 100'000, .succeeded = 50'000};
  report.instructions["rare"] = {.tried = 1'000, .succeeded = 999};
  EXPECT_EQ(report.shortfall(), "rare was tried 1000 times and succeeded 999 times of 100000");
  report.instructions["rare"] = {.tried = 1'000, .succeeded = 1'000};
  EXPECT_EQ(report.shortfall(), "");
  report.difference = "input 5: events differ";
  EXPECT_EQ(report.shortfall(), "input 5: events differ");
}

}  // namespace
}  // namespace counter
