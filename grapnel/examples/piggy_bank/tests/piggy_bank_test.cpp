// The piggy bank, natively and on the real runtime: every instruction's happy path and every check.
#include "baseline.hpp"
#include "instructions.hpp"

namespace piggy_bank {
namespace {

using grapnel::examples::costs;
using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;

constexpr Pubkey kOwner = key(1);
constexpr Pubkey kFriend = key(2);
constexpr u64 kNumber = 7;
const Pda kBank = find_program_address(kProgramId, "piggy", kOwner, kNumber);
constexpr Lamports kWealth{1'000'000'000};
constexpr Lamports kRent{(128 + 8 + 56) * 6'960};

Lamports sum(Lamports a, Lamports b) { return Lamports{a.value() + b.value()}; }

class PiggyBankTest : public grapnel::testing::ProgramTest<PiggyBankProgram> {
 protected:
  PiggyBankTest() {
    chain.fund(kOwner, kWealth);
    chain.fund(kFriend, kWealth);
  }
  Outcome open_until(i64 time, const Pubkey& bank = kBank.address) {
    return run<open>({kOwner, bank, System::kId}, {.number = kNumber, .unlock_at = time});
  }
  Outcome deposit_of(u64 amount, const Pubkey& from = kFriend) {
    return run<deposit>({from, kBank.address, System::kId}, {.amount = Lamports{amount}});
  }
  Outcome withdraw_of(u64 amount) { return run<withdraw>({kBank.address, kOwner}, {.amount = Lamports{amount}}); }
  Outcome close_it() { return run<piggy_bank::close>({kBank.address, kOwner}); }
  i64 now() const { return chain.clock().unix_timestamp; }
  Lamports lamports(const Pubkey& key) const { return chain.account(key).lamports; }
};
INSTANTIATE_TEST_SUITE_P(, PiggyBankTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(PiggyBankTest, open_makes_the_owners_bank) {
  const Outcome outcome = open_until(now() + 60);
  ASSERT_TRUE(costs("open", outcome));
  EXPECT_TRUE(grapnel::examples::has_size(PiggyBankProgram::kName));
  const PiggyBank bank = chain.state<PiggyBank>(kBank.address).value();
  EXPECT_EQ(bank.owner, kOwner);
  EXPECT_EQ(bank.number, kNumber);
  EXPECT_EQ(bank.unlock_at, now() + 60);
  EXPECT_EQ(bank.bump, kBank.bump);
  EXPECT_EQ(lamports(kBank.address), kRent);
  ASSERT_TRUE(outcome.event<Opened>());
  EXPECT_EQ(outcome.event<Opened>()->unlock_at, now() + 60);
}

TEST_P(PiggyBankTest, open_is_for_the_address_of_owner_and_number) {
  EXPECT_TRUE(fails(open_until(0, key(9)), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(open_until(0, find_program_address(kProgramId, "piggy", kFriend, kNumber).address),
                    ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(open_until(0, find_program_address(kProgramId, "piggy", kOwner, kNumber + 1).address),
                    ErrorCode::ConstraintSeeds));
}

TEST_P(PiggyBankTest, a_bank_is_opened_once) {
  ASSERT_TRUE(succeeds(open_until(now() + 60)));
  const Outcome again = open_until(0);
  EXPECT_TRUE(fails(again, "custom program error: 0x0"));
  EXPECT_TRUE(again.has_log("already in use"));
  EXPECT_EQ(chain.state<PiggyBank>(kBank.address)->unlock_at, now() + 60);
}

TEST_P(PiggyBankTest, lamports_that_came_first_are_savings) {
  chain.fund(kBank.address, Lamports{5'000'000});
  ASSERT_TRUE(succeeds(open_until(0)));
  EXPECT_EQ(run<savings>({kBank.address}).returned<u64>(), 5'000'000u - kRent.value());
}

TEST_P(PiggyBankTest, anybody_deposits) {
  ASSERT_TRUE(succeeds(open_until(now() + 60)));
  ASSERT_TRUE(costs("deposit", deposit_of(100)));
  const Outcome outcome = deposit_of(1, kOwner);
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(lamports(kBank.address), sum(kRent, Lamports{101}));
  ASSERT_TRUE(outcome.event<Deposited>());
  EXPECT_EQ(outcome.event<Deposited>()->from, kOwner);
  EXPECT_EQ(outcome.event<Deposited>()->amount, Lamports{1});
  EXPECT_EQ(outcome.event<Deposited>()->saved, Lamports{101});
}

TEST_P(PiggyBankTest, deposit_refuses) {
  EXPECT_TRUE(fails(deposit_of(1), ErrorCode::AccountNotInitialized));
  ASSERT_TRUE(succeeds(open_until(0)));
  EXPECT_TRUE(fails(deposit_of(0), PiggyBankError::AmountIsZero));
  EXPECT_TRUE(fails(deposit_of(kWealth.value() + 1), "custom program error: 0x1")) << "System's own refusal";
  auto unsigned_one = make<deposit>({kFriend, kBank.address, System::kId}, {.amount = Lamports{1}});
  unsigned_one.accounts[0].is_signer = false;
  EXPECT_TRUE(fails(run(unsigned_one), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(
      fails(run<deposit>({kFriend, kBank.address, kOwner}, {.amount = Lamports{1}}), ErrorCode::InvalidProgramId));
}

TEST_P(PiggyBankTest, a_bank_at_another_address_is_none) {
  chain.put(key(9), PiggyBank{kOwner, kNumber, 0, kBank.bump, {}}, kProgramId);
  EXPECT_TRUE(fails(run<deposit>({kFriend, key(9), System::kId}, {.amount = Lamports{1}}), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run<withdraw>({key(9), kOwner}, {.amount = Lamports{1}}), ErrorCode::ConstraintSeeds));
  chain.put(kBank.address, PiggyBank{kOwner, kNumber, 0, kBank.bump, {}}, kFriend);
  EXPECT_TRUE(fails(deposit_of(1), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(PiggyBankTest, withdraw_when_the_time_has_come) {
  ASSERT_TRUE(succeeds(open_until(now() + 60)));
  ASSERT_TRUE(succeeds(deposit_of(1'000)));
  EXPECT_TRUE(fails(withdraw_of(1), PiggyBankError::StillLocked));
  chain.warp({.slots = 1, .seconds = 59});
  EXPECT_TRUE(fails(withdraw_of(1), PiggyBankError::StillLocked));
  chain.warp({.slots = 1, .seconds = 1});
  const Lamports before = lamports(kOwner);
  const Outcome outcome = withdraw_of(400);
  ASSERT_TRUE(costs("withdraw", outcome));
  EXPECT_EQ(lamports(kOwner), sum(before, Lamports{400}));
  EXPECT_EQ(outcome.event<Withdrawn>()->saved, Lamports{600});
}

TEST_P(PiggyBankTest, withdraw_leaves_the_rent) {
  ASSERT_TRUE(succeeds(open_until(0)));
  EXPECT_TRUE(fails(withdraw_of(1), PiggyBankError::NotSaved));
  ASSERT_TRUE(succeeds(deposit_of(10)));
  EXPECT_TRUE(fails(withdraw_of(11), PiggyBankError::NotSaved));
  EXPECT_TRUE(fails(withdraw_of(~u64{0}), PiggyBankError::NotSaved));
  EXPECT_TRUE(fails(withdraw_of(0), PiggyBankError::AmountIsZero));
  ASSERT_TRUE(succeeds(withdraw_of(10)));
  EXPECT_EQ(lamports(kBank.address), kRent);
}

TEST_P(PiggyBankTest, only_the_owner_takes_out) {
  ASSERT_TRUE(succeeds(open_until(0)));
  ASSERT_TRUE(succeeds(deposit_of(10)));
  EXPECT_TRUE(fails(run<withdraw>({kBank.address, kFriend}, {.amount = Lamports{1}}), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run<piggy_bank::close>({kBank.address, kFriend}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run<lock_longer>({kBank.address, kFriend}, {.unlock_at = 1}), ErrorCode::ConstraintHasOne));
  auto unsigned_one = make<withdraw>({kBank.address, kOwner}, {.amount = Lamports{1}});
  unsigned_one.accounts[1].is_signer = false;
  EXPECT_TRUE(fails(run(unsigned_one), ErrorCode::AccountNotSigner));
}

TEST_P(PiggyBankTest, a_lock_grows) {
  ASSERT_TRUE(succeeds(open_until(now() + 60)));
  ASSERT_TRUE(costs("lock_longer", run<lock_longer>({kBank.address, kOwner}, {.unlock_at = now() + 90})));
  ASSERT_TRUE(succeeds(run<lock_longer>({kBank.address, kOwner}, {.unlock_at = now() + 90}))) << "the same is no less";
  EXPECT_TRUE(fails(run<lock_longer>({kBank.address, kOwner}, {.unlock_at = now() + 89}), PiggyBankError::Shortened));
  EXPECT_EQ(chain.state<PiggyBank>(kBank.address)->unlock_at, now() + 90);
}

TEST_P(PiggyBankTest, savings_are_returned) {
  ASSERT_TRUE(succeeds(open_until(now() + 60)));
  ASSERT_TRUE(succeeds(deposit_of(42)));
  const Outcome outcome = run<savings>({kBank.address});
  ASSERT_TRUE(costs("savings", outcome));
  EXPECT_EQ(outcome.returned<u64>(), 42u);
}

TEST_P(PiggyBankTest, close_returns_all_of_it_once) {
  ASSERT_TRUE(succeeds(open_until(now() + 60)));
  ASSERT_TRUE(succeeds(deposit_of(42)));
  EXPECT_TRUE(fails(close_it(), PiggyBankError::StillLocked));
  chain.warp({.slots = 1, .seconds = 60});
  const Outcome outcome = close_it();
  ASSERT_TRUE(costs("close", outcome));
  EXPECT_EQ(lamports(kOwner), sum(kWealth, Lamports{42}));
  EXPECT_EQ(chain.account(kBank.address), native::Account{});
  EXPECT_EQ(outcome.event<Closed>()->saved, Lamports{42});
  EXPECT_TRUE(fails(close_it(), ErrorCode::AccountNotInitialized));
  EXPECT_TRUE(fails(deposit_of(1), ErrorCode::AccountNotInitialized));
  ASSERT_TRUE(succeeds(open_until(0))) << "it can be opened again";
}

TEST_P(PiggyBankTest, a_transaction_cannot_close_it_twice_or_pay_into_a_closed_one) {
  ASSERT_TRUE(succeeds(open_until(0)));
  const auto closing = make<piggy_bank::close>({kBank.address, kOwner});
  const Outcome twice = chain.run({closing, closing});
  EXPECT_TRUE(fails(twice, ErrorCode::AccountNotInitialized));
  EXPECT_EQ(twice.instruction, 1u);
  EXPECT_TRUE(fails(chain.run({closing, make<deposit>({kFriend, kBank.address, System::kId}, {.amount = Lamports{1}})}),
                    ErrorCode::AccountNotInitialized));
  EXPECT_TRUE(chain.state<PiggyBank>(kBank.address)) << "nothing of either has happened";
}

}  // namespace
}  // namespace piggy_bank
