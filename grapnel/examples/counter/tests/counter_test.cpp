// The counter, natively and on the real runtime: every instruction's happy path and every check.
#include <grapnel/testing/gtest.hpp>

#include "instructions.hpp"

namespace counter {
namespace {

using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;

constexpr Pubkey kCounter = find_program_address(kProgramId, "counter").address;
constexpr Pubkey kAuthority = key(1);
constexpr Pubkey kStranger = key(2);
constexpr Lamports kRent{1'224'960};  // (128 + 8 + 40) · 6,960

class CounterTest : public grapnel::testing::ProgramTest<CounterProgram> {
 protected:
  CounterTest() {
    chain.fund(kAuthority, Lamports{10'000'000});
    chain.fund(kStranger, Lamports{10'000'000});
  }
  Outcome initialize() { return run<counter::initialize>({kAuthority, kCounter, System::kId}); }
  Outcome increment(u64 step) { return run<counter::increment>({kCounter, kAuthority}, {.step = step}); }
  Counter state() { return chain.state<Counter>(kCounter).value(); }
};
INSTANTIATE_TEST_SUITE_P(, CounterTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(CounterTest, initialize_creates_a_rent_exempt_account) {
  ASSERT_TRUE(succeeds(initialize()));
  EXPECT_EQ(chain.account(kCounter),
            (native::Account{kRent, client::account_data(Counter{kAuthority, 0}), kProgramId, false}));
}

TEST_P(CounterTest, initialize_works_on_an_address_that_holds_lamports) {
  chain.fund(kCounter, Lamports{900'000});
  ASSERT_TRUE(succeeds(initialize()));
  EXPECT_EQ(chain.account(kCounter).lamports, kRent);
  EXPECT_EQ(state().authority, kAuthority);
}

TEST_P(CounterTest, initialize_does_not_touch_an_existing_counter) {
  ASSERT_TRUE(succeeds(initialize()));
  ASSERT_TRUE(succeeds(increment(3)));
  const Outcome again = initialize();
  EXPECT_TRUE(fails(again, "custom program error: 0x0"));
  EXPECT_TRUE(again.has_log("already in use"));
  EXPECT_EQ(state().count, 3u);
}

TEST_P(CounterTest, initialize_refuses_another_address) {
  const Outcome outcome = run<counter::initialize>({kAuthority, kStranger, System::kId});
  EXPECT_TRUE(fails(outcome, ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(
      outcome.has_log("AnchorError caused by account: counter. Error Code: ConstraintSeeds. Error Number: 2006. Error "
                      "Message: A seeds constraint was violated."));
}

TEST_P(CounterTest, initialize_refuses_another_system_program) {
  EXPECT_TRUE(fails(run<counter::initialize>({kAuthority, kCounter, kStranger}), ErrorCode::InvalidProgramId));
}

TEST_P(CounterTest, increments_add_up) {
  ASSERT_TRUE(succeeds(initialize()));
  ASSERT_TRUE(succeeds(increment(5)));
  ASSERT_TRUE(succeeds(increment(7)));
  EXPECT_EQ(state().count, 12u);
}

TEST_P(CounterTest, a_transaction_of_several_is_all_or_nothing) {
  const auto step = [](u64 by) { return make<counter::increment>({kCounter, kAuthority}, {.step = by}); };
  ASSERT_TRUE(succeeds(chain.run({make<counter::initialize>({kAuthority, kCounter, System::kId}), step(5), step(7)})));
  EXPECT_EQ(state().count, 12u);
  const Outcome outcome = chain.run({step(1), step(0), step(2)});
  EXPECT_TRUE(fails(outcome, CounterError::StepIsZero));
  EXPECT_EQ(outcome.instruction, 1u);
  EXPECT_EQ(state().count, 12u);
}

TEST_P(CounterTest, increment_reports_overflow_and_changes_nothing) {
  ASSERT_TRUE(succeeds(initialize()));
  ASSERT_TRUE(succeeds(increment(1)));
  const Outcome outcome = increment(~u64{0});
  EXPECT_TRUE(fails(outcome, CounterError::Overflow));
  EXPECT_TRUE(outcome.has_log(
      "AnchorError occurred. Error Code: Overflow. Error Number: 6000. Error Message: The counter would overflow."));
  EXPECT_EQ(state().count, 1u);
}

TEST_P(CounterTest, increment_refuses_a_step_of_zero) {
  ASSERT_TRUE(succeeds(initialize()));
  EXPECT_TRUE(fails(increment(0), CounterError::StepIsZero));
}

TEST_P(CounterTest, increment_is_for_the_authority_who_signs) {
  ASSERT_TRUE(succeeds(initialize()));
  EXPECT_TRUE(fails(run<counter::increment>({kCounter, kStranger}, {.step = 1}), ErrorCode::ConstraintHasOne));
  auto unsigned_one = make<counter::increment>({kCounter, kAuthority}, {.step = 1});
  unsigned_one.accounts[1].is_signer = false;
  EXPECT_TRUE(fails(run(unsigned_one), ErrorCode::AccountNotSigner));
}

TEST_P(CounterTest, increment_needs_all_it_asks_for) {
  const auto whole = make<counter::increment>({kCounter, kAuthority}, {.step = 1});
  ASSERT_TRUE(succeeds(initialize()));
  auto changed = whole;
  changed.accounts[0].is_writable = false;
  EXPECT_TRUE(fails(run(changed), ErrorCode::ConstraintMut));
  changed = whole;
  changed.accounts.pop_back();
  EXPECT_TRUE(fails(run(changed), ErrorCode::AccountNotEnoughKeys));
  changed = whole;
  changed.data.pop_back();
  EXPECT_TRUE(fails(run(changed), ErrorCode::InstructionDidNotDeserialize));
}

TEST_P(CounterTest, data_is_checked_before_it_is_read) {
  EXPECT_TRUE(fails(increment(1), ErrorCode::AccountNotInitialized));
  chain.set_account(kCounter, {kRent, std::vector<u8>(48), kStranger, false});
  EXPECT_TRUE(fails(increment(1), ErrorCode::AccountOwnedByWrongProgram));
  chain.set_account(kCounter, {kRent, std::vector<u8>(48), kProgramId, false});
  EXPECT_TRUE(fails(increment(1), ErrorCode::AccountDiscriminatorMismatch));
  chain.set_account(kCounter, {kRent, std::vector<u8>(7), kProgramId, false});
  EXPECT_TRUE(fails(increment(1), ErrorCode::AccountDiscriminatorNotFound));
  auto short_data = client::account_data(Counter{kAuthority, 0});
  short_data.pop_back();
  chain.set_account(kCounter, {kRent, short_data, kProgramId, false});
  EXPECT_TRUE(fails(increment(1), ErrorCode::AccountDidNotDeserialize));
}

TEST_P(CounterTest, set_authority_hands_over) {
  ASSERT_TRUE(succeeds(initialize()));
  ASSERT_TRUE(succeeds(run<set_authority>({kCounter, kAuthority}, {.new_authority = kStranger})));
  EXPECT_EQ(state().authority, kStranger);
  EXPECT_TRUE(
      fails(run<set_authority>({kCounter, kAuthority}, {.new_authority = kStranger}), ErrorCode::ConstraintHasOne));
}

TEST_P(CounterTest, destroy_returns_the_rent_and_says_so) {
  ASSERT_TRUE(succeeds(initialize()));
  ASSERT_TRUE(succeeds(increment(9)));
  const Outcome outcome = run<destroy>({kCounter, kAuthority});
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(chain.account(kAuthority).lamports, Lamports{10'000'000});
  EXPECT_EQ(chain.account(kCounter), native::Account{});
  const auto event = outcome.event<Destroyed>();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->authority, kAuthority);
  EXPECT_EQ(event->last_count, 9u);
}

TEST_P(CounterTest, a_destroyed_counter_can_be_made_again) {
  ASSERT_TRUE(succeeds(initialize()));
  ASSERT_TRUE(succeeds(run<destroy>({kCounter, kAuthority})));
  ASSERT_TRUE(succeeds(initialize()));
  EXPECT_EQ(state().count, 0u);
}

TEST_P(CounterTest, a_writable_account_stands_once) {
  ASSERT_TRUE(succeeds(initialize()));
  EXPECT_TRUE(fails(run<counter::initialize>({kAuthority, kAuthority, System::kId}),
                    ErrorCode::ConstraintDuplicateMutableAccount));
}

TEST_P(CounterTest, an_unknown_instruction_is_refused) {
  EXPECT_TRUE(fails(run({kProgramId, {}, {1, 2, 3, 4, 5, 6, 7, 8}}), ErrorCode::InstructionFallbackNotFound));
  EXPECT_TRUE(fails(run({kProgramId, {}, {}}), ErrorCode::InstructionFallbackNotFound));
}

}  // namespace
}  // namespace counter
