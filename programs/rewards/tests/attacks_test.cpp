// What somebody could try on the pot to get what isn't theirs, and that it fails with a named error or gains nothing.
#include "rewards_world.hpp"

namespace rewards::test {
namespace {

class RewardsAttack : public RewardsTest {};
INSTANTIATE_TEST_SUITE_P(, RewardsAttack, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(RewardsAttack, nobody_but_governance_sets_parameters) {
  EXPECT_TRUE(fails(run(with(setting(parameters()), 1, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(setting(parameters()), 1)), ErrorCode::AccountNotSigner));
  put(key(20), mint_data({.supply = 1, .decimals = 9}), Token::kId);
  EXPECT_TRUE(fails(run(with(setting(parameters()), 2, key(20))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(setting(parameters()), 3, key(20))), ErrorCode::AccountDidNotDeserialize));
}

TEST_P(RewardsAttack, nobody_else_enters_an_agent) {
  receive(kAlice, 20'000);
  const u64 index = current();
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  EXPECT_TRUE(fails(run(with(entering(kAlice, index), 0, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(entering(kAlice, index), 0)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(joining(kMallory)), ErrorCode::AccountNotInitialized)) << "there is no agent";
  put_agent(kMallory, {});
  EXPECT_TRUE(fails(run(without_signature(joining(kMallory), 0)), ErrorCode::AccountNotSigner));
}

TEST_P(RewardsAttack, figures_of_other_agents_and_listings) {
  receive(kAlice, 20'000);
  receive(kBob, 500'000);
  gain(kBob, 100 * kDollars);
  const u64 index = current();
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  EXPECT_TRUE(fails(run(with(entering(kAlice, index), 4, agent_of(kBob))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(entering(kAlice, index), 5, listing_of(kBob))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(entering(kAlice, index), 3, rewards_of(kBob))), ErrorCode::ConstraintHasOne));
}

TEST_P(RewardsAttack, forged_accounts) {
  receive(kAlice, 20'000);
  gain(kAlice, kDollars);
  const u64 index = current();
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  const Pubkey fake = key(60);
  const auto forged = [&](client::Instruction instruction, usize at) {
    auto copy = chain.account(instruction.accounts[at].key);
    copy.owner = kMallory;
    chain.set_account(fake, copy);
    return fails(run(with(std::move(instruction), at, fake)), ErrorCode::AccountOwnedByWrongProgram);
  };
  for (usize at = 1; at <= 6; ++at) EXPECT_TRUE(forged(entering(kAlice, index), at)) << at;
  ASSERT_TRUE(succeeds(run(entering(kAlice, index))));
  next_epoch();
  for (usize at = 0; at <= 2; ++at) EXPECT_TRUE(forged(distributing(kAlice, index), at)) << at;
  ASSERT_TRUE(succeeds(run(distributing(kAlice, index))));
  for (usize at = 0; at <= 4; ++at) EXPECT_TRUE(forged(claiming(kAlice, Party::Developer), at)) << at;
  for (usize at = 0; at <= 1; ++at) EXPECT_TRUE(forged(returning(kAlice), at)) << at;
}

// Everything an instruction writes must be writable, and what signs must sign: seen before anything is done.
TEST_P(RewardsAttack, flags_that_are_missing) {
  const u64 index = distributed({20'000, kDollars}, {20'000, kDollars});
  put_agent(kMallory, {});
  const std::vector<client::Instruction> all = {
      setting(parameters()),   funding(5),        opening(current() - 1),      joining(kMallory),
      entering(kAlice, index), returning(kAlice), distributing(kAlice, index), claiming(kAlice, Party::Developer),
      closing(index),          leaving(kAlice)};
  for (const client::Instruction& one : all) {
    for (usize at = 0; at < one.accounts.size(); ++at) {
      client::Instruction without = one;
      if (one.accounts[at].is_signer) {
        without.accounts[at].is_signer = false;
        EXPECT_TRUE(fails(run(without), ErrorCode::AccountNotSigner)) << at;
      } else if (one.accounts[at].is_writable) {
        without.accounts[at].is_writable = false;
        EXPECT_TRUE(fails(run(without), ErrorCode::ConstraintMut)) << at;
      }
    }
  }
}

TEST_P(RewardsAttack, tokens_of_another_mint) {
  distributed({20'000, kDollars}, {0, 0});
  put(key(70), mint_data({.supply = 1, .decimals = 9}), Token::kId);
  put_tokens(key(71), {.mint = key(70), .owner = kAlice});
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer, key(71))), ErrorCode::ConstraintTokenMint));
  Parameters p = parameters();
  p.treasury = key(71);
  EXPECT_TRUE(fails(run(setting(p)), ErrorCode::ConstraintTokenMint));
}

TEST_P(RewardsAttack, accounts_in_each_others_place) {
  const u64 index = distributed({20'000, kDollars}, {20'000, kDollars});
  EXPECT_TRUE(
      fails(run(with(distributing(kAlice, index), 1, rewards_of(kBob))), ErrorCode::AccountDiscriminatorMismatch));
  EXPECT_TRUE(
      fails(run(with(distributing(kAlice, index), 2, epoch_at(index))), ErrorCode::ConstraintDuplicateMutableAccount));
  EXPECT_TRUE(
      fails(run(with(distributing(kAlice, index), 0, rewards_of(kBob))), ErrorCode::AccountDiscriminatorMismatch));
}

TEST_P(RewardsAttack, another_market_or_another_address) {
  const u64 index = current();
  next_epoch();
  Market rich = market;
  ASSERT_TRUE(rich.treasury_epochs.add(index, ~u64{0}));
  chain.put(key(61), rich, marketplace::kProgramId);
  EXPECT_TRUE(fails(run(with(opening(index), 2, key(61))), ErrorCode::ConstraintAddress));
  EXPECT_TRUE(fails(run(with(opening(index), 3, epoch_at(index + 1))), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run(with(joining(kAlice), 2, rewards_of(kMallory))), ErrorCode::ConstraintSeeds));
  const u8 bump = find_program_address(kProgramId, kEpochSeed, index).bump;
  const Pubkey lower = derive_program_address(kProgramId, static_cast<u8>(bump - 1), kEpochSeed, index);
  EXPECT_TRUE(fails(run(with(opening(index), 3, lower)), ErrorCode::ConstraintSeeds)) << "another bump";
}

TEST_P(RewardsAttack, payments_reach_nobody_but_their_payee) {
  distributed({20'000, kDollars}, {0, 0});
  const auto refused = [&](Party party, const Pubkey& to) {
    return fails(run(claiming(kAlice, party, to)), RewardsError::PayeeAccountInvalid);
  };
  EXPECT_TRUE(refused(Party::Developer, account_of(kMallory)));
  EXPECT_TRUE(refused(Party::Treasury, account_of(kMallory)));
  EXPECT_TRUE(refused(Party::Treasury, account_of(kAlice)));
  put_tokens(key(62), {.mint = kZest, .owner = zestron::kGovernanceAuthority});
  EXPECT_TRUE(refused(Party::Treasury, key(62))) << "another account of the treasury's owner";
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer, kVault)), ErrorCode::ConstraintDuplicateMutableAccount));
  for (const usize at : {kDelegateAt, kCloseAuthorityAt}) {
    put(account_of(kAlice), with_key_at(token_bytes({.mint = kZest, .owner = kAlice}), at, kMallory), Token::kId);
    EXPECT_TRUE(refused(Party::Developer, account_of(kAlice)));
  }
}

TEST_P(RewardsAttack, the_treasury_is_no_developer) {
  distributed({20'000, kDollars}, {0, 0});
  put_tokens(kTreasury, {.mint = kZest, .owner = kAlice});
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer, kTreasury)), RewardsError::PayeeAccountInvalid));
}

TEST_P(RewardsAttack, a_frozen_payee_blocks_nobody_else) {
  distributed({20'000, kDollars}, {20'000, kDollars});
  put_tokens(account_of(kAlice), {.mint = kZest, .owner = kAlice, .state = 2});
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer)), "custom program error: 0x11"));
  EXPECT_TRUE(succeeds(run(claiming(kAlice, Party::Treasury))));
  EXPECT_TRUE(succeeds(run(claiming(kBob, Party::Developer))));
  put_tokens(key(63), {.mint = kZest, .owner = kAlice});
  EXPECT_TRUE(succeeds(run(claiming(kAlice, Party::Developer, key(63))))) << "another account of theirs";
  put_tokens(kTreasury, {.mint = kZest, .owner = zestron::kGovernanceAuthority, .state = 2});
  EXPECT_FALSE(run(claiming(kBob, Party::Treasury)).ok());
}

TEST_P(RewardsAttack, other_vaults_mints_and_programs) {
  distributed({20'000, kDollars}, {0, 0});
  put_tokens(key(64), {.mint = kZest, .owner = kConfig, .amount = 100'000});
  EXPECT_TRUE(fails(run(with(claiming(kAlice, Party::Developer), 3, key(64))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(funding(5), 4, key(64))), ErrorCode::ConstraintHasOne));
  put(key(65), mint_data({.supply = 1, .decimals = 9}), Token::kId);
  EXPECT_TRUE(fails(run(with(claiming(kAlice, Party::Developer), 2, key(65))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(funding(5), 2, key(65))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(claiming(kAlice, Party::Developer), 5, Token2022::kId)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(funding(5), 5, Token2022::kId)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(claiming(kAlice, Party::Developer), 5, kMallory)), ErrorCode::InvalidProgramId));
  EXPECT_TRUE(fails(run(with(funding(5), 3, account_of(kAlice))), ErrorCode::ConstraintTokenOwner));
  EXPECT_TRUE(fails(run(without_signature(funding(5), 1)), ErrorCode::AccountNotSigner));
}

TEST_P(RewardsAttack, nobody_funds_the_pot_from_the_vault) {
  auto instruction = with(with(funding(5), 1, kConfig), 3, kVault);
  EXPECT_FALSE(run(without_signature(instruction, 1)).ok());
}

TEST_P(RewardsAttack, a_gift_to_the_vault_is_nobodys) {
  put_tokens(kVault, {.mint = kZest, .owner = kConfig, .amount = 1'000'000 + 777'777});
  const u64 index = distributed({20'000, kDollars}, {0, 0});
  EXPECT_EQ(epoch(index).emission, 6'000u);
  EXPECT_EQ(config().pot + config().allotted + config().owed, 1'000'000u);
}

// Gain from before, wallets folded at the last moment, an agent that comes late: none takes what others earned.
TEST_P(RewardsAttack, gain_from_before_does_not_count) {
  put_agent(kMallory, measured(1'000'000 * kDollars, 0));
  put_listing(kMallory);
  receive(kMallory, 20'000);
  ASSERT_TRUE(succeeds(run(joining(kMallory))));
  const u64 index = entered({20'000, kDollars}, {0, 0});
  ASSERT_TRUE(succeeds(run(entering(kMallory, index))));
  EXPECT_EQ(share(kMallory, index).weight, 0u);
}

TEST_P(RewardsAttack, a_large_gain_without_sales_dilutes_nobody) {
  const u64 index = entered({20'000, kDollars}, {2, 1'000'000 * kDollars});
  next_epoch();
  ASSERT_TRUE(succeeds(run(distributing(kAlice, index))));
  const u64 reward = share(kAlice, index).owed_developer + share(kAlice, index).owed_treasury;
  EXPECT_GT(reward, epoch(index).emission * 9 / 100) << "a millionfold gain, bought with two units";
}

TEST_P(RewardsAttack, rewards_are_not_closed_to_forget_a_loss) {
  gain(kAlice, 0, 50 * kDollars);
  EXPECT_TRUE(fails(run(leaving(kAlice)), RewardsError::AgentStillThere));
  EXPECT_TRUE(fails(run(with(leaving(kAlice), 2, agent_of(kMallory))), ErrorCode::ConstraintHasOne));
  put_agent(kAlice, {}, kSlot, agent_factory::Lifecycle::Retired);
  EXPECT_TRUE(fails(run(leaving(kAlice)), RewardsError::AgentStillThere));
  chain.set_account(agent_of(kAlice), {});
  EXPECT_TRUE(fails(run(with(leaving(kAlice), 1, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(leaving(kAlice), 1)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(with(leaving(kAlice), 3, kMallory)), ErrorCode::ConstraintHasOne)) << "the rent";
}

TEST_P(RewardsAttack, an_agent_created_anew_inherits_nothing) {
  const u64 index = current();
  receive(kAlice, 20'000);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  put_agent(kAlice, measured(1'000'000 * kDollars, 0), kSlot + 9);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::AgentReplaced));
  ASSERT_TRUE(succeeds(run(leaving(kAlice))));
  ASSERT_TRUE(succeeds(run(joining(kAlice))));
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::ListingOfAnother)) << "the old listing's receipts";
}

TEST_P(RewardsAttack, the_epochs_rent_goes_to_who_paid_it) {
  const u64 index = distributed({20'000, kDollars}, {0, 0});
  next_epoch(6);
  EXPECT_TRUE(fails(run(with(closing(index), 2, kAlice)), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(succeeds(run(closing(index))));
  EXPECT_TRUE(fails(run(closing(index)), ErrorCode::AccountNotInitialized)) << "nor twice";
}

TEST_P(RewardsAttack, dust_stays_in_the_pot) {
  u64 index = 0;
  for (u64 round = 1; round <= 5; ++round) {
    index = distributed({19'999, round * 3 * kDollars}, {17, round * 7 * kDollars});
    for (const Pubkey& person : {kAlice, kBob}) {
      const EpochShare s = share(person, index);
      EXPECT_LE(s.owed_developer + s.owed_treasury, s.bound);
    }
  }
  const RewardsConfig c = config();
  EXPECT_EQ(c.pot + c.allotted + c.owed, 1'000'000u);
  EXPECT_TRUE(books_hold());
}

TEST_P(RewardsAttack, the_pot_is_never_overdrawn) {
  Parameters p = parameters();
  p.emission_min = p.emission_max = ~u64{0};
  p.pot_bps = 10'000;
  ASSERT_TRUE(succeeds(run(setting(p))));
  const u64 index = entered({~u64{0} / 4, kDollars}, {~u64{0} / 4, kDollars});
  EXPECT_EQ(epoch(index).emission, 1'000'000u);
  EXPECT_EQ(config().pot, 0u);
  next_epoch();
  ASSERT_TRUE(succeeds(run(distributing(kAlice, index))));
  ASSERT_TRUE(succeeds(run(distributing(kBob, index))));
  for (const Pubkey& person : {kAlice, kBob}) {
    ASSERT_TRUE(succeeds(run(claiming(person, Party::Developer))));
    ASSERT_TRUE(succeeds(run(claiming(person, Party::Treasury))));
  }
  EXPECT_EQ(amount(kVault), 0u);
}

}  // namespace
}  // namespace rewards::test
