// The counter as a native program: every instruction's happy path and every check.
#include <gtest/gtest.h>

#include <grapnel/testing/testing.hpp>

#include "instructions.hpp"

namespace counter {
namespace {

using grapnel::native::Outcome;
using grapnel::testing::code;
using grapnel::testing::has_log;
using grapnel::testing::key;

constexpr Pubkey kCounter = find_program_address(kProgramId, "counter").address;
constexpr Pubkey kAuthority = key(1);
constexpr Pubkey kStranger = key(2);
constexpr Lamports kRent{1'224'960};  // (128 + 8 + 40) · 6,960

class CounterTest : public ::testing::Test {
 protected:
  CounterTest() {
    runtime_.add<CounterProgram>();
    runtime_.fund(kAuthority, Lamports{10'000'000});
    runtime_.fund(kStranger, Lamports{10'000'000});
  }

  Outcome initialize() {
    return runtime_.run(client::instruction<counter::initialize>(kProgramId, {kAuthority, kCounter, System::kId}));
  }
  client::Instruction increment(u64 step) {
    return client::instruction<counter::increment>(kProgramId, {kCounter, kAuthority}, {.step = step});
  }
  Counter state() { return runtime_.state<Counter>(kCounter).value(); }

  native::Runtime runtime_;
};

TEST_F(CounterTest, initialize_creates_a_rent_exempt_account) {
  const Outcome outcome = initialize();
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_EQ(runtime_.account(kCounter).lamports, kRent);
  EXPECT_EQ(runtime_.account(kCounter).owner, kProgramId);
  EXPECT_EQ(runtime_.account(kCounter).data.size(), 48u);
  EXPECT_EQ(state().authority, kAuthority);
  EXPECT_EQ(state().count, 0u);
}

TEST_F(CounterTest, initialize_works_on_an_address_that_holds_lamports) {
  runtime_.fund(kCounter, Lamports{5});
  ASSERT_TRUE(initialize().ok());
  EXPECT_EQ(runtime_.account(kCounter).lamports, kRent);
  EXPECT_EQ(state().authority, kAuthority);
}

TEST_F(CounterTest, initialize_does_not_touch_an_existing_counter) {
  ASSERT_TRUE(initialize().ok());
  ASSERT_TRUE(runtime_.run(increment(3)).ok());
  const Outcome again = initialize();
  EXPECT_EQ(again.code, u64{1} << 32);
  EXPECT_TRUE(has_log(again, "already in use"));
  EXPECT_EQ(state().count, 3u);
}

TEST_F(CounterTest, initialize_refuses_another_address) {
  const Outcome outcome =
      runtime_.run(client::instruction<counter::initialize>(kProgramId, {kAuthority, kStranger, System::kId}));
  EXPECT_EQ(outcome.code, code(ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(has_log(outcome,
                      "AnchorError caused by account: counter. Error Code: ConstraintSeeds. Error Number: 2006. Error "
                      "Message: A seeds constraint was violated."));
}

TEST_F(CounterTest, initialize_refuses_another_system_program) {
  const Outcome outcome =
      runtime_.run(client::instruction<counter::initialize>(kProgramId, {kAuthority, kCounter, kStranger}));
  EXPECT_EQ(outcome.code, code(ErrorCode::InvalidProgramId));
}

TEST_F(CounterTest, increments_add_up) {
  ASSERT_TRUE(initialize().ok());
  ASSERT_TRUE(runtime_.run(increment(5)).ok());
  ASSERT_TRUE(runtime_.run(increment(7)).ok());
  EXPECT_EQ(state().count, 12u);
}

TEST_F(CounterTest, increment_reports_overflow_and_changes_nothing) {
  ASSERT_TRUE(initialize().ok());
  ASSERT_TRUE(runtime_.run(increment(1)).ok());
  const Outcome outcome = runtime_.run(increment(~u64{0}));
  EXPECT_EQ(outcome.code, code(CounterError::Overflow));
  EXPECT_TRUE(has_log(
      outcome,
      "AnchorError occurred. Error Code: Overflow. Error Number: 6000. Error Message: The counter would overflow."));
  EXPECT_EQ(state().count, 1u);
}

TEST_F(CounterTest, increment_refuses_a_step_of_zero) {
  ASSERT_TRUE(initialize().ok());
  EXPECT_EQ(runtime_.run(increment(0)).code, code(CounterError::StepIsZero));
}

TEST_F(CounterTest, increment_is_for_the_authority) {
  ASSERT_TRUE(initialize().ok());
  auto instruction = increment(1);
  instruction.accounts[1].key = kStranger;
  EXPECT_EQ(runtime_.run(instruction).code, code(ErrorCode::ConstraintHasOne));
}

TEST_F(CounterTest, increment_needs_the_signature) {
  ASSERT_TRUE(initialize().ok());
  auto instruction = increment(1);
  instruction.accounts[1].is_signer = false;
  EXPECT_EQ(runtime_.run(instruction).code, code(ErrorCode::AccountNotSigner));
}

TEST_F(CounterTest, increment_needs_a_writable_counter) {
  ASSERT_TRUE(initialize().ok());
  auto instruction = increment(1);
  instruction.accounts[0].is_writable = false;
  EXPECT_EQ(runtime_.run(instruction).code, code(ErrorCode::ConstraintMut));
}

TEST_F(CounterTest, increment_needs_all_accounts) {
  auto instruction = increment(1);
  instruction.accounts.pop_back();
  EXPECT_EQ(runtime_.run(instruction).code, code(ErrorCode::AccountNotEnoughKeys));
}

TEST_F(CounterTest, increment_needs_whole_arguments) {
  ASSERT_TRUE(initialize().ok());
  auto instruction = increment(1);
  instruction.data.pop_back();
  EXPECT_EQ(runtime_.run(instruction).code, code(ErrorCode::InstructionDidNotDeserialize));
}

TEST_F(CounterTest, data_is_checked_before_it_is_read) {
  EXPECT_EQ(runtime_.run(increment(1)).code, code(ErrorCode::AccountNotInitialized));
  runtime_.set_account(kCounter, {kRent, std::vector<u8>(48), kStranger, false});
  EXPECT_EQ(runtime_.run(increment(1)).code, code(ErrorCode::AccountOwnedByWrongProgram));
  runtime_.set_account(kCounter, {kRent, std::vector<u8>(48), kProgramId, false});
  EXPECT_EQ(runtime_.run(increment(1)).code, code(ErrorCode::AccountDiscriminatorMismatch));
  runtime_.set_account(kCounter, {kRent, std::vector<u8>(7), kProgramId, false});
  EXPECT_EQ(runtime_.run(increment(1)).code, code(ErrorCode::AccountDiscriminatorNotFound));
  auto short_data = client::account_data(Counter{kAuthority, 0});
  short_data.pop_back();
  runtime_.set_account(kCounter, {kRent, short_data, kProgramId, false});
  EXPECT_EQ(runtime_.run(increment(1)).code, code(ErrorCode::AccountDidNotDeserialize));
}

TEST_F(CounterTest, set_authority_hands_over) {
  ASSERT_TRUE(initialize().ok());
  const auto hand_over =
      client::instruction<set_authority>(kProgramId, {kCounter, kAuthority}, {.new_authority = kStranger});
  ASSERT_TRUE(runtime_.run(hand_over).ok());
  EXPECT_EQ(state().authority, kStranger);
  EXPECT_EQ(runtime_.run(hand_over).code, code(ErrorCode::ConstraintHasOne));
}

TEST_F(CounterTest, destroy_returns_the_rent_and_says_so) {
  ASSERT_TRUE(initialize().ok());
  ASSERT_TRUE(runtime_.run(increment(9)).ok());
  const Outcome outcome = runtime_.run(client::instruction<destroy>(kProgramId, {kCounter, kAuthority}));
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_EQ(runtime_.account(kAuthority).lamports, Lamports{10'000'000});
  EXPECT_EQ(runtime_.account(kCounter), native::Account{});
  ASSERT_EQ(outcome.events.size(), 1u);
  const auto event = client::event<Destroyed>(outcome.events[0]);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->authority, kAuthority);
  EXPECT_EQ(event->last_count, 9u);
}

TEST_F(CounterTest, a_destroyed_counter_can_be_made_again) {
  ASSERT_TRUE(initialize().ok());
  ASSERT_TRUE(runtime_.run(client::instruction<destroy>(kProgramId, {kCounter, kAuthority})).ok());
  ASSERT_TRUE(initialize().ok());
  EXPECT_EQ(state().count, 0u);
}

TEST_F(CounterTest, a_writable_account_stands_once) {
  ASSERT_TRUE(initialize().ok());
  const Outcome outcome =
      runtime_.run(client::instruction<counter::initialize>(kProgramId, {kAuthority, kAuthority, System::kId}));
  EXPECT_EQ(outcome.code, code(ErrorCode::ConstraintDuplicateMutableAccount));
}

TEST_F(CounterTest, an_unknown_instruction_is_refused) {
  EXPECT_EQ(runtime_.run({kProgramId, {}, {1, 2, 3, 4, 5, 6, 7, 8}}).code,
            code(ErrorCode::InstructionFallbackNotFound));
  EXPECT_EQ(runtime_.run({kProgramId, {}, {}}).code, code(ErrorCode::InstructionFallbackNotFound));
}

}  // namespace
}  // namespace counter
