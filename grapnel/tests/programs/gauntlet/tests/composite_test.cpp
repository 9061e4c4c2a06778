#include "both_runtimes.hpp"

namespace gauntlet {
namespace {

class Composite : public BothRuntimes {
 protected:
  client::Instruction make_open(const Pubkey& person, u64 amount) {
    return client::instruction<open_vault>(kProgramId, {person, vault_of(person), System::kId}, {.amount = amount});
  }
  client::Instruction make_move(u64 amount) {
    return client::instruction<move_amount>(kProgramId, {kWitness, vault_of(kAlice), kAlice, vault_of(kBob), kBob},
                                            {.amount = amount});
  }
  void open_both() {
    ASSERT_TRUE(run(make_open(kAlice, 10)).ok());
    ASSERT_TRUE(run(make_open(kBob, 1)).ok());
  }
};

TEST_F(Composite, accounts_are_one_list_in_the_order_of_the_fields) {
  open_both();
  auto instruction = make_move(4);
  EXPECT_EQ(instruction.accounts[3], (client::Meta{vault_of(kBob), false, true}));
  EXPECT_EQ(instruction.accounts[4], (client::Meta{kBob, true, false}));
  EXPECT_EQ(returned(run(instruction)), 0u);
  EXPECT_EQ(state<Vault>(vault_of(kAlice)).amount, 6u);
  EXPECT_EQ(state<Vault>(vault_of(kBob)).amount, 5u);
  instruction.accounts.push_back({kWitness, false, false});
  instruction.accounts.push_back({key(9), false, false});
  EXPECT_EQ(returned(run(instruction)), 2u) << "what remains stands behind all of them";
}

TEST_F(Composite, each_is_checked_by_its_own_fields) {
  open_both();
  auto instruction = make_move(4);
  instruction.accounts[4].is_signer = false;
  expect_refused(instruction, ErrorCode::AccountNotSigner, "authority");
  instruction = make_move(4);
  instruction.accounts[3].is_writable = false;
  expect_refused(instruction, ErrorCode::ConstraintMut, "vault");
  instruction = make_move(4);
  instruction.accounts[4] = {kWitness, true, false};  // the vault's address depends on it
  expect_refused(instruction, ErrorCode::ConstraintSeeds, "vault");
  instruction = make_move(4);
  instruction.accounts[3].key = key(50);
  expect_refused(instruction, ErrorCode::AccountNotInitialized, "vault");
}

TEST_F(Composite, relations_hold_inside) {
  open_both();
  native::Account stolen = account(vault_of(kBob));
  stolen.data = client::account_data(Vault{kAlice, 1});
  set_account(vault_of(kBob), stolen);
  expect_refused(make_move(4), ErrorCode::ConstraintHasOne, "vault");
}

TEST_F(Composite, a_writable_account_stands_once_in_all_of_them) {
  open_both();
  auto instruction = make_move(4);
  instruction.accounts[3].key = vault_of(kAlice);
  instruction.accounts[4].key = kAlice;
  expect_refused(instruction, ErrorCode::ConstraintDuplicateMutableAccount, "vault");
}

TEST_F(Composite, all_of_its_accounts_are_needed) {
  open_both();
  auto instruction = make_move(4);
  instruction.accounts.pop_back();
  EXPECT_EQ(run(instruction).code, code(ErrorCode::AccountNotEnoughKeys));
}

TEST_F(Composite, one_can_create_and_one_can_close) {
  ASSERT_TRUE(run(make_open(kAlice, 10)).ok());
  EXPECT_EQ(state<Vault>(vault_of(kAlice)).amount, 10u);
  EXPECT_EQ(account(vault_of(kAlice)).owner, kProgramId);
  ASSERT_TRUE(run(client::instruction<shut_vault>(kProgramId, {kWitness, vault_of(kAlice), kAlice})).ok());
  EXPECT_EQ(account(vault_of(kAlice)), native::Account{});
  EXPECT_EQ(account(kAlice).lamports, kFunds);
}

TEST_F(Composite, creating_is_checked_inside) {
  auto instruction = make_open(kAlice, 10);
  instruction.accounts[1].key = vault_of(kBob);
  expect_refused(instruction, ErrorCode::ConstraintSeeds, "vault");
  instruction = make_open(kAlice, 10);
  instruction.accounts[2].key = kWitness;
  expect_refused(instruction, ErrorCode::InvalidProgramId, "system_program");
}

}  // namespace
}  // namespace gauntlet
