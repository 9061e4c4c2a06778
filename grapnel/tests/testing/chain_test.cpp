// What tests of programs rely on: both grounds have one clock, foreign programs run on native ground too, calls nest as
// deep as the features say, and a report names what was wrong.
#include <grapnel/testing/gtest.hpp>

#include "instructions.hpp"

namespace probe {
namespace {

using grapnel::testing::fails;
using grapnel::testing::Features;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;

class ProbeTest : public grapnel::testing::ProgramTest<Probe> {};
INSTANTIATE_TEST_SUITE_P(, ProbeTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(ProbeTest, the_real_runtime_is_linked_in) { EXPECT_TRUE(grapnel::testing::has_real()); }

TEST_P(ProbeTest, calls_nest_as_deep_as_the_features_say) {
  const u64 deepest = GetParam().features == Features::Pending ? 8 : 4;
  ASSERT_TRUE(succeeds(run<nest>({kProgramId}, {.depth = deepest})));
  EXPECT_TRUE(fails(run<nest>({kProgramId}, {.depth = deepest + 1}), "Cross-program invocation call depth too deep"));
}

TEST_P(ProbeTest, the_clock_is_the_same_everywhere) {
  const auto expect_clock = [&](u64 slot, u64 epoch, i64 time, i64 epoch_start) {
    const Outcome outcome = run<now>({kProgramId});
    ASSERT_TRUE(succeeds(outcome));
    const Clock clock = outcome.returned<Clock>().value_or(Clock{});
    EXPECT_EQ(clock.slot, slot);
    EXPECT_EQ(clock.epoch, epoch);
    EXPECT_EQ(clock.leader_schedule_epoch, epoch + 1);
    EXPECT_EQ(clock.unix_timestamp, time);
    EXPECT_EQ(clock.epoch_start_timestamp, epoch_start);
    EXPECT_EQ(chain.clock().slot, slot);
  };
  expect_clock(2, 0, 1'735'689'600, 1'735'689'600);
  chain.warp({.slots = 10, .seconds = 60});
  expect_clock(12, 0, 1'735'689'660, 1'735'689'600);
  chain.warp({.slots = 431'988, .seconds = 100});
  expect_clock(432'000, 1, 1'735'689'760, 1'735'689'760);
}

TEST_P(ProbeTest, a_foreign_program_accepts_a_derived_signer) {
  constexpr Pubkey kAuthority = find_program_address(kProgramId, "authority").address;
  const Pubkey mint = key(10), holder = key(11), owner = key(12);
  chain.set_account(mint, {chain.rent(82), std::vector<u8>(82), kToken, false});
  chain.set_account(holder, {chain.rent(165), std::vector<u8>(165), kToken, false});
  client::Instruction make_mint{kToken, {{mint, false, true}}, {20, 6}};  // InitializeMint2 {decimals, authority, none}
  client::detail::append_raw(make_mint.data, kAuthority);
  make_mint.data.push_back(0);
  client::Instruction open{kToken, {{holder, false, true}, {mint, false, false}}, {18}};  // InitializeAccount3 {owner}
  client::detail::append_raw(open.data, owner);
  ASSERT_TRUE(succeeds(chain.run({make_mint, open})));

  const Outcome outcome = run<mint_to>({mint, holder, kAuthority, kToken}, {.amount = 77});
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_TRUE(outcome.has_log("Program TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA invoke [2]"));
  EXPECT_EQ(load<u64>(chain.account(holder).data.data() + 64), 77u);  // amount

  // The mint's place is taken by the holder's account: Token's error reaches us by its number.
  EXPECT_TRUE(run<mint_to>({holder, mint, kAuthority, kToken}, {.amount = 1}).code != 0);
  EXPECT_EQ(load<u64>(chain.account(holder).data.data() + 64), 77u);
}

TEST_P(ProbeTest, an_unknown_program_is_refused) {
  const Outcome outcome = chain.run(client::Instruction{key(99), {}, {1}});
  EXPECT_FALSE(outcome.ok());
}

}  // namespace
}  // namespace probe
