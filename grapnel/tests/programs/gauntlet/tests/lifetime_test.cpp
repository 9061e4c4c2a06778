#include "both_runtimes.hpp"

namespace gauntlet {
namespace {

constexpr u64 kSize = 8 + sizeof(Vault);

using RemainingTest = BothRuntimes;

// A repeated account is found by walking over those before it. Data that an Init has put there must not be taken for one.
TEST_F(RemainingTest, repeats_are_found_behind_an_account_that_has_grown) {
  const Pubkey roster = find_program_address(kProgramId, "roster").address;
  auto instruction = client::instruction<enlist>(kProgramId, {kAlice, roster, kBob, System::kId});
  for (const Pubkey& again : {kBob, kWitness, kBob, kWitness, kAlice})
    instruction.accounts.push_back({again, false, false});
  EXPECT_EQ(returned(run(instruction)), 102u);
}

class InitIfNeededTest : public BothRuntimes {
 protected:
  client::Instruction make(const Pubkey& person) {
    return client::instruction<sign_up>(kProgramId, {person, vault_of(person), System::kId});
  }
  client::Instruction make_wide() { return client::instruction<widen>(kProgramId, {kAlice, kWide, System::kId}); }
  native::Account holding(const Vault& vault, u64 size = kSize) {
    std::vector<u8> data = client::account_data(vault);
    data.resize(size);
    return {Lamports{10'000'000}, data, kProgramId, false};
  }

  static constexpr Pubkey kWide = find_program_address(kProgramId, "wide").address;
};

TEST_F(InitIfNeededTest, creates_once_and_keeps_what_is_there) {
  EXPECT_EQ(returned(run(make(kAlice))), 1u);
  EXPECT_EQ(state<Vault>(vault_of(kAlice)).authority, kAlice);
  EXPECT_EQ(account(vault_of(kAlice)).lamports, rent(kSize));
  EXPECT_EQ(returned(run(make(kAlice))), 0u);
  EXPECT_EQ(state<Vault>(vault_of(kAlice)).amount, 2u);
  EXPECT_EQ(account(vault_of(kAlice)).lamports, rent(kSize)) << "paid once";
}

TEST_F(InitIfNeededTest, works_on_an_address_that_holds_lamports) {
  set_account(vault_of(kAlice), {Lamports{900'000}, {}, {}, false});
  EXPECT_EQ(returned(run(make(kAlice))), 1u);
  EXPECT_EQ(account(vault_of(kAlice)).lamports, rent(kSize));
}

TEST_F(InitIfNeededTest, seeds_are_checked_in_both_states) {
  auto instruction = make(kAlice);
  instruction.accounts[1].key = vault_of(kBob);
  expect_refused(instruction, ErrorCode::ConstraintSeeds, "vault");
  ASSERT_TRUE(run(make(kBob)).ok());
  expect_refused(instruction, ErrorCode::ConstraintSeeds, "vault");
}

TEST_F(InitIfNeededTest, an_existing_account_is_checked_in_full) {
  native::Account wrong = holding({kAlice, 1});
  wrong.owner = kBob;
  set_account(vault_of(kAlice), wrong);
  expect_refused(make(kAlice), ErrorCode::AccountOwnedByWrongProgram, "vault");
  wrong.owner = {};  // System's, but with data: a nonce, say
  set_account(vault_of(kAlice), wrong);
  expect_refused(make(kAlice), ErrorCode::AccountOwnedByWrongProgram, "vault");
  wrong = holding({kAlice, 1});
  wrong.data[0] ^= 1;
  set_account(vault_of(kAlice), wrong);
  expect_refused(make(kAlice), ErrorCode::AccountDiscriminatorMismatch, "vault");
  wrong = holding({kAlice, 1}, kSize - 1);
  set_account(vault_of(kAlice), wrong);
  expect_refused(make(kAlice), ErrorCode::AccountDidNotDeserialize, "vault");
  wrong.data.clear();
  set_account(vault_of(kAlice), wrong);
  expect_refused(make(kAlice), ErrorCode::AccountDiscriminatorNotFound, "vault");
}

TEST_F(InitIfNeededTest, has_one_guards_an_account_that_was_there) {
  set_account(vault_of(kAlice), holding({kBob, 1}));
  expect_refused(make(kAlice), ErrorCode::ConstraintHasOne, "vault");
}

TEST_F(InitIfNeededTest, payer_and_account_must_be_what_they_are_in_both_states) {
  for (const bool there : {false, true}) {
    if (there) ASSERT_TRUE(run(make(kAlice)).ok());
    auto instruction = make(kAlice);
    instruction.accounts[1].is_writable = false;
    expect_refused(instruction, ErrorCode::ConstraintMut, "vault");
    instruction = make(kAlice);
    instruction.accounts[0].is_signer = false;
    expect_refused(instruction, ErrorCode::AccountNotSigner, "authority");
  }
}

TEST_F(InitIfNeededTest, space_is_given_and_asked_for) {
  ASSERT_TRUE(run(make_wide()).ok());
  EXPECT_EQ(account(kWide).data.size(), 64u);
  ASSERT_TRUE(run(make_wide()).ok());
  set_account(kWide, holding({kAlice, 1}, 63));
  expect_refused(make_wide(), ErrorCode::ConstraintSpace, "vault");
}

class ReallocTest : public BothRuntimes {
 protected:
  ReallocTest() { set_account(kVault, {rent(kSize), client::account_data(Vault{kAlice, 5}), kProgramId, false}); }

  client::Instruction make(u64 size) {
    return client::instruction<resize>(kProgramId, {kVault, kAlice, System::kId}, {.size = size});
  }

  static constexpr Pubkey kVault = key(20);
};

TEST_F(ReallocTest, growth_is_zeroed_and_paid_for) {
  EXPECT_EQ(returned(run(make(kSize + 100))), 0u);
  EXPECT_EQ(account(kVault).data.size(), kSize + 100);
  EXPECT_EQ(account(kVault).lamports, rent(kSize + 100));
  EXPECT_EQ(account(kAlice).lamports.value(), kFunds.value() - (rent(kSize + 100).value() - rent(kSize).value()));
  EXPECT_EQ(state<Vault>(kVault).amount, 5u);
  EXPECT_EQ(returned(run(make(kSize + 200))), 700u) << "what was there is kept";
}

TEST_F(ReallocTest, lamports_that_are_there_count) {
  set_account(kVault, {Lamports{90'000'000}, client::account_data(Vault{kAlice, 5}), kProgramId, false});
  ASSERT_TRUE(run(make(kSize + 100)).ok());
  EXPECT_EQ(account(kVault).lamports, Lamports{90'000'000});
  EXPECT_EQ(account(kAlice).lamports, kFunds);
}

TEST_F(ReallocTest, shrinking_gives_the_rent_back_and_nothing_else) {
  ASSERT_TRUE(run(make(kSize + 100)).ok());
  ASSERT_TRUE(run(make(kSize)).ok());
  EXPECT_EQ(account(kVault).data.size(), kSize);
  EXPECT_EQ(account(kVault).lamports, rent(kSize));
  EXPECT_EQ(account(kAlice).lamports, kFunds);
  EXPECT_EQ(returned(run(make(kSize + 100))), 0u) << "the cut bytes don't come back";

  set_account(kVault, {Lamports{rent(kSize + 100).value() + 1'000}, account(kVault).data, kProgramId, false});
  ASSERT_TRUE(run(make(kSize)).ok());
  EXPECT_EQ(account(kVault).lamports, Lamports{rent(kSize).value() + 1'000}) << "a deposit isn't rent";
}

TEST_F(ReallocTest, the_same_size_changes_nothing) {
  ASSERT_TRUE(run(make(kSize)).ok());
  EXPECT_EQ(account(kAlice).lamports, kFunds);
}

TEST_F(ReallocTest, growth_is_bounded) {
  ASSERT_TRUE(run(make(kSize + 10'240)).ok());
  expect_refused(make(kSize + 2 * 10'240 + 1), ErrorCode::AccountReallocExceedsLimit, "vault");
  expect_refused(make(~u64{0}), ErrorCode::AccountReallocExceedsLimit, "vault");
  ASSERT_TRUE(run(make(kSize + 2 * 10'240)).ok());
}

TEST_F(ReallocTest, the_fixed_part_is_never_cut) {
  expect_refused(make(kSize - 1), ErrorCode::ConstraintSpace, "vault");
  expect_refused(make(0), ErrorCode::ConstraintSpace, "vault");
}

TEST_F(ReallocTest, a_payer_without_lamports_fails_the_call) {
  set_account(kAlice, {Lamports{10}, {}, {}, false});
  EXPECT_EQ(run(make(kSize + 100)).code, 1u) << "System's own error";
}

TEST_F(ReallocTest, flags_are_checked) {
  auto instruction = make(kSize + 1);
  instruction.accounts[0].is_writable = false;
  expect_refused(instruction, ErrorCode::ConstraintMut, "vault");
  instruction = make(kSize + 1);
  instruction.accounts[1].is_signer = false;
  expect_refused(instruction, ErrorCode::AccountNotSigner, "payer");
}

class InspectTest : public BothRuntimes {
 protected:
  client::Instruction make(const Pubkey& program, const Pubkey& account) {
    return client::instruction<inspect>(kProgramId, {program, account});
  }
};

TEST_F(InspectTest, executable) {
  EXPECT_TRUE(run(make(kProgramId, kBob)).ok());
  expect_refused(make(kBob, kBob), ErrorCode::ConstraintExecutable, "program");
}

TEST_F(InspectTest, rent_exempt) {
  set_account(kWitness, {rent(100), std::vector<u8>(100), kBob, false});
  EXPECT_TRUE(run(make(kProgramId, kWitness)).ok());
  set_account(kWitness, {Lamports{rent(100).value() - 1}, std::vector<u8>(100), kBob, false});
  expect_refused(make(kProgramId, kWitness), ErrorCode::ConstraintRentExempt, "account");
}

class CloseTest : public BothRuntimes {
 protected:
  CloseTest() { set_account(kVault, {rent(kSize), client::account_data(Vault{kAlice, 5}), kProgramId, false}); }

  client::Instruction close() { return client::instruction<close_and_drain>(kProgramId, {kVault, kAlice}); }
  client::Instruction refund() {
    std::vector<u8> data(12);
    const u32 transfer = 2;
    const u64 lamports = rent(kSize).value();
    std::memcpy(data.data(), &transfer, sizeof transfer);
    std::memcpy(data.data() + 4, &lamports, sizeof lamports);
    return {System::kId, {{kBob, true, true}, {kVault, false, true}}, data};
  }

  static constexpr Pubkey kVault = key(20);
};

TEST_F(CloseTest, lamports_sent_back_do_not_revive_the_account) {
  const client::Instruction story[] = {close(), refund()};
  ASSERT_TRUE(run(story).ok());
  EXPECT_EQ(account(kVault), (native::Account{rent(kSize), {}, {}, false})) << "an empty account of System's";
  EXPECT_EQ(account(kAlice).lamports.value(), kFunds.value() + rent(kSize).value());
}

TEST_F(CloseTest, a_closed_account_is_refused_in_the_same_transaction) {
  const client::Instruction again[] = {close(), close()};
  RealOutcome outcome = run(again);
  EXPECT_EQ(outcome.code, code(ErrorCode::AccountNotInitialized)) << outcome.error;
  EXPECT_EQ(account(kVault).lamports, rent(kSize)) << "all of it is undone";

  const client::Instruction revived[] = {close(), refund(), close()};
  outcome = run(revived);
  EXPECT_EQ(outcome.code, code(ErrorCode::AccountOwnedByWrongProgram)) << outcome.error;

  const client::Instruction resized[] = {
      close(), refund(), client::instruction<resize>(kProgramId, {kVault, kAlice, System::kId}, {.size = kSize + 1})};
  outcome = run(resized);
  EXPECT_EQ(outcome.code, code(ErrorCode::AccountOwnedByWrongProgram)) << outcome.error;
}

TEST_F(CloseTest, a_closed_address_can_be_taken_again_but_starts_anew) {
  const auto open = client::instruction<sign_up>(kProgramId, {kAlice, vault_of(kAlice), System::kId});
  ASSERT_TRUE(run(open).ok());
  ASSERT_TRUE(run(open).ok());
  const client::Instruction story[] = {client::instruction<close_and_drain>(kProgramId, {vault_of(kAlice), kAlice}),
                                       open};
  ASSERT_TRUE(run(story).ok());
  EXPECT_EQ(state<Vault>(vault_of(kAlice)).amount, 1u);
}

}  // namespace
}  // namespace gauntlet
