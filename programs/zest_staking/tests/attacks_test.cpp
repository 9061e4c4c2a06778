// What somebody could try on a pool to get what isn't theirs, and that it fails with a named error or gains nothing.
#include <grapnel/testing/flags.hpp>

#include "staking_world.hpp"

namespace zest_staking::test {
namespace {

class StakingAttack : public StakingTest {
 protected:
  StakingAttack() {
    EXPECT_TRUE(succeeds(run(staking(kAlice, 1'000))));
    EXPECT_TRUE(succeeds(run(staking(kBob, 1'000))));
  }
};
INSTANTIATE_TEST_SUITE_P(, StakingAttack, grapnel::testing::everywhere(), grapnel::testing::setting_name);

class StakingMint : public ::testing::TestWithParam<grapnel::testing::Setting>, protected StakingWorld {
 protected:
  StakingMint() : StakingWorld(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(, StakingMint, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(StakingAttack, nobody_else_acts_on_a_stake) {
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 10))));
  const i64 until = now() + 1'000;
  const std::vector<client::Instruction> of_alice = {
      locking(kAlice, until),      cooling(kAlice, 1), cancelling(kAlice),     bonding(kAlice, 1),
      beginning_unbond(kAlice, 1), unbonding(kAlice),  releasing_ended(kAlice)};
  for (const auto& one : of_alice) {
    EXPECT_TRUE(fails(run(with(one, 2, kMallory)), ErrorCode::ConstraintHasOne));
    EXPECT_TRUE(fails(run(without_signature(one, 2)), ErrorCode::AccountNotSigner));
  }
  EXPECT_TRUE(fails(run(with(unstaking(kAlice), 2, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(unstaking(kAlice), 2)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(with(closing(kAlice), 1, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(closing(kAlice), 1)), ErrorCode::AccountNotSigner));
}

TEST_P(StakingAttack, nobody_else_tops_a_stake_up) {
  EXPECT_TRUE(fails(run(with(staking(kBob, 5), 2, stake_of(kAlice))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(staking(kBob, 5), 2, stake_of(kMallory))), ErrorCode::ConstraintSeeds)) << "not made yet";
  EXPECT_FALSE(has_stake(kMallory));
  EXPECT_TRUE(fails(run(without_signature(staking(kAlice, 5), 0)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(with(staking(kBob, 5), 4, account_of(kAlice))), ErrorCode::ConstraintTokenOwner));
}

TEST_P(StakingAttack, only_governance_slashes_and_only_the_marketplace_pledges) {
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 100))));
  ASSERT_TRUE(succeeds(run(locking(kAlice, now() + 1'000))));
  EXPECT_TRUE(fails(run(with(slashing(kAlice, 1), 2, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(slashing(kAlice, 1), 2)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(with(pledging(kAlice, now() + 10), 3, kMallory)), ErrorCode::ConstraintAddress));
  EXPECT_TRUE(fails(run(without_signature(pledging(kAlice, now() + 10), 3)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(with(pledging(kAlice, now() + 10), 2, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(pledging(kAlice, now() + 10), 2)), ErrorCode::AccountNotSigner));
  ASSERT_TRUE(succeeds(run(pledging(kAlice, now() + 10))));
  EXPECT_TRUE(fails(run(with(releasing(kAlice), 2, kAlice)), ErrorCode::ConstraintAddress));
  EXPECT_TRUE(fails(run(without_signature(releasing(kAlice), 2)), ErrorCode::AccountNotSigner));
}

TEST_P(StakingAttack, other_accounts_are_refused) {
  const Pubkey other_mint = key(50), other_vault = key(51), fake = key(52);
  put(other_mint, mint_data({.authority = kMallory, .supply = kRich, .decimals = 9}), Token::kId);
  put_tokens(other_vault, {.mint = kMint, .owner = kMallory});
  put(fake, account_data({.mint = kMint, .owner = kAlice, .amount = kRich}), kMallory);
  EXPECT_TRUE(fails(run(with(staking(kAlice, 5), 3, other_mint)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(staking(kAlice, 5), 5, other_vault)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(staking(kAlice, 5), 6, Token2022::kId)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(staking(kAlice, 5), 6, kMallory)), ErrorCode::InvalidProgramId));
  EXPECT_TRUE(fails(run(with(staking(kAlice, 5), 4, fake)), ErrorCode::AccountOwnedByWrongProgram));
  EXPECT_TRUE(fails(run(with(staking(kAlice, 5), 4, kVault)), ErrorCode::ConstraintDuplicateMutableAccount));
  ASSERT_TRUE(succeeds(run(cooling(kAlice, 100))));
  pass(kCooldown);
  EXPECT_TRUE(fails(run(with(unstaking(kAlice), 4, kRewards)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(unstaking(kAlice), 5, kVault)), ErrorCode::ConstraintDuplicateMutableAccount));
  EXPECT_TRUE(fails(run(with(claiming(kAlice), 4, kVault)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(funding(5, kDaySeconds), 4, kVault)), ErrorCode::ConstraintHasOne));
}

TEST_P(StakingAttack, a_pool_and_a_record_are_no_other_accounts) {
  const Pubkey fake = key(60);
  StakePool copy = pool();
  chain.put(fake, copy, kMallory);
  EXPECT_TRUE(fails(run(with(cooling(kAlice, 1), 0, fake)), ErrorCode::AccountOwnedByWrongProgram));
  EXPECT_TRUE(fails(run(with(cooling(kAlice, 1), 0, stake_of(kBob))), ErrorCode::AccountDidNotDeserialize));
  chain.put(fake, copy, kProgramId);
  EXPECT_TRUE(fails(run(with(cooling(kAlice, 1), 0, fake)), ErrorCode::ConstraintHasOne)) << "a record of another pool";
  chain.put(fake, stake(kAlice), kMallory);
  EXPECT_TRUE(fails(run(with(cooling(kAlice, 1), 1, fake)), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(StakingAttack, rewards_reach_nobody_but_their_payee) {
  ASSERT_TRUE(succeeds(run(locking(kAlice, now() + kDaySeconds))));
  ASSERT_TRUE(succeeds(run(funding(864'000, kDaySeconds))));
  pass(10);
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Staker, account_of(kMallory), kMallory)), StakingError::NotTheStaker));
  EXPECT_TRUE(
      fails(run(claiming(kAlice, Party::Staker, account_of(kMallory), kAlice)), StakingError::DestinationNotThePayees));
  EXPECT_TRUE(fails(run(without_signature(claiming(kAlice), 2)), ErrorCode::AccountNotSigner));
  ASSERT_TRUE(succeeds(run(pledging(kAlice, now() + 1'000))));
  pass(10);
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer, account_of(kMallory), kMallory)),
                    StakingError::DestinationNotThePayees));
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Treasury, kSink, kMallory)), StakingError::DestinationNotThePayees));
  for (const usize at : {kDelegateAt, kCloseAuthorityAt}) {
    put(account_of(kDeveloper), with_key_at(token_bytes({.mint = kMint, .owner = kDeveloper}), at, kMallory),
        Token::kId);
    EXPECT_TRUE(fails(run(paying_developer(kAlice)), StakingError::DestinationNotSafe));
  }
}

TEST_P(StakingAttack, a_frozen_payee_blocks_nobody_else) {
  ASSERT_TRUE(succeeds(run(locking(kAlice, now() + kDaySeconds))));
  ASSERT_TRUE(succeeds(run(pledging(kAlice, now() + 1'000))));
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 100))));
  ASSERT_TRUE(succeeds(run(funding(864'000, kDaySeconds))));
  pass(100);
  for (const Pubkey& frozen : {account_of(kDeveloper), kTreasury, kSink}) {
    const Pubkey owner = frozen == account_of(kDeveloper) ? kDeveloper : zestron::kGovernanceAuthority;
    put_tokens(frozen, {.mint = kMint, .owner = owner, .state = 2});
  }
  EXPECT_TRUE(fails(run(paying_developer(kAlice)), kTokenFrozen));
  EXPECT_TRUE(fails(run(paying_treasury(kAlice)), kTokenFrozen));
  EXPECT_TRUE(succeeds(run(slashing(kAlice, 50)))) << "whatever becomes of the sink";
  EXPECT_TRUE(fails(run(collecting()), kTokenFrozen));
  EXPECT_TRUE(succeeds(run(releasing(kAlice))));
  EXPECT_TRUE(succeeds(run(claiming(kBob))));
  put_tokens(key(70), {.mint = kMint, .owner = kDeveloper});
  EXPECT_TRUE(succeeds(run(claiming(kAlice, Party::Developer, key(70), kBob)))) << "another account of the developer's";
}

TEST_P(StakingAttack, staking_for_a_moment_earns_nothing) {
  ASSERT_TRUE(succeeds(run(funding(864'000, kDaySeconds))));
  pass(100);
  const u64 before = amount(account_of(kBob));
  ASSERT_TRUE(succeeds(chain.run({staking(kBob, kRich / 2), cooling(kBob, kRich / 2)})));
  EXPECT_EQ(stake(kBob).owed_staker, 500u) << "what a thousand of two thousand had earned before";
  EXPECT_EQ(amount(account_of(kBob)), before - kRich / 2) << "and the tokens cool";
}

TEST_P(StakingAttack, a_unit_of_funding_neither_hastens_nor_delays_a_stream) {
  ASSERT_TRUE(succeeds(run(funding(864'000, 10 * kDaySeconds))));
  ASSERT_TRUE(succeeds(run(funding(1, kStreamMaxSeconds))));
  EXPECT_EQ(pool().stream_left_s, static_cast<u64>(10 * kDaySeconds) + 1);
  ASSERT_TRUE(succeeds(run(funding(1, kDaySeconds))));
  EXPECT_EQ(pool().stream_left_s, static_cast<u64>(10 * kDaySeconds) + 1);
}

TEST_P(StakingAttack, gifts_to_the_vaults_are_nobodys) {
  put_tokens(kVault, {.mint = kMint, .owner = kPool, .amount = 2'000 + 777});
  put_tokens(kRewards, {.mint = kMint, .owner = kPool, .amount = 777});
  pass(1'000);
  EXPECT_TRUE(fails(run(claiming(kAlice)), StakingError::NothingToClaim));
  EXPECT_TRUE(fails(run(cooling(kAlice, 1'001)), StakingError::StakeTooSmall));
  ASSERT_TRUE(succeeds(run(staking(kAlice, 5))));
  EXPECT_EQ(stake(kAlice).amount, 1'005u);
}

TEST_P(StakingAttack, settling_somebody_every_second_takes_nothing_from_them) {
  ASSERT_TRUE(succeeds(run(staking(kBob, 999'000))));
  ASSERT_TRUE(succeeds(run(funding(900 * 86'400, kDaySeconds))));
  for (int second = 0; second < 20; ++second) {
    pass(1);
    EXPECT_TRUE(fails(run(paying_treasury(kAlice)), StakingError::NothingToClaim));
    ASSERT_TRUE(succeeds(run(bonding(kAlice, 1))));
    ASSERT_TRUE(succeeds(run(staking(kAlice, 1))));  // settles
  }
  EXPECT_GE(stake(kAlice).owed_staker, 17u) << "twenty times nine tenths of a unit";
}

TEST_P(StakingAttack, what_joins_the_cooling_restarts_it) {
  ASSERT_TRUE(succeeds(run(cooling(kAlice, 1))));
  pass(kCooldown - 1);
  ASSERT_TRUE(succeeds(run(cooling(kAlice, 900))));
  pass(1);
  EXPECT_TRUE(fails(run(unstaking(kAlice)), StakingError::StillCooling));
  pass(kCooldown - 1);
  EXPECT_TRUE(succeeds(run(unstaking(kAlice))));
}

TEST_P(StakingAttack, the_same_of_bonds) {
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 900))));
  ASSERT_TRUE(succeeds(run(beginning_unbond(kAlice, 1))));
  pass(kBondCooldown - 1);
  ASSERT_TRUE(succeeds(run(beginning_unbond(kAlice, 899))));
  pass(1);
  EXPECT_TRUE(fails(run(unbonding(kAlice)), StakingError::StillUnbonding));
}

TEST_P(StakingAttack, a_slash_settles_first) {
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 1'000))));
  ASSERT_TRUE(succeeds(run(funding(864'000, kDaySeconds))));
  pass(100);
  ASSERT_TRUE(succeeds(run(slashing(kAlice, 500))));
  EXPECT_EQ(stake(kAlice).owed_staker, 500u) << "half of what flowed until then";
  ASSERT_TRUE(succeeds(run(claiming(kAlice))));
}

TEST_P(StakingAttack, one_decision_takes_half_also_in_one_transaction) {
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 1'000))));
  EXPECT_TRUE(fails(chain.run({slashing(kAlice, 500), slashing(kAlice, 250)}), StakingError::SlashedAlready));
  EXPECT_EQ(stake(kAlice).amount, 1'000u);
  ASSERT_TRUE(succeeds(run(slashing(kAlice, 500))));
  EXPECT_TRUE(succeeds(run(slashing(kAlice, 250, kDecision + 1)))) << "another decision";
  EXPECT_EQ(stake(kBob).amount, 1'000u);
}

TEST_P(StakingAttack, an_earlier_decision_does_not_come_back_behind_a_later_one) {
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 1'000))));
  EXPECT_TRUE(fails(run(slashing(kAlice, 1, 0)), StakingError::SlashedAlready)) << "there is none of that number";
  ASSERT_TRUE(succeeds(run(slashing(kAlice, 500, 4))));
  ASSERT_TRUE(succeeds(run(slashing(kAlice, 250, 7))));
  for (const u64 decision : {4u, 7u, 6u})
    EXPECT_TRUE(fails(run(slashing(kAlice, 1, decision)), StakingError::SlashedAlready));
  EXPECT_EQ(stake(kAlice).amount, 250u);
}

TEST_P(StakingAttack, a_claim_is_paid_once) {
  ASSERT_TRUE(succeeds(run(funding(864'000, kDaySeconds))));
  pass(100);
  EXPECT_TRUE(fails(chain.run({claiming(kAlice), claiming(kAlice)}), StakingError::NothingToClaim));
  ASSERT_TRUE(succeeds(run(claiming(kAlice))));
  EXPECT_EQ(amount(kRewards), 864'000u - 500);
}

TEST_P(StakingAttack, who_was_there_first_with_one_unit_has_no_part_in_the_others) {
  ASSERT_TRUE(succeeds(run(cooling(kAlice, 999))));
  ASSERT_TRUE(succeeds(run(cooling(kBob, 1'000))));
  ASSERT_TRUE(succeeds(run(funding(86'400'000'000, kDaySeconds))));
  pass(1);
  put_tokens(kVault, {.mint = kMint, .owner = kPool, .amount = 2'000 + kRich / 2});  // a gift to move a share price
  ASSERT_TRUE(succeeds(run(staking(kBob, 3))));
  EXPECT_EQ(stake(kBob).amount, 3u) << "tokens are counted, not shares";
  EXPECT_EQ(stake(kAlice).owed_staker + pool().rewards_owed, 1'000'000u);
}

TEST_P(StakingAttack, a_closed_stake_is_not_revived) {
  ASSERT_TRUE(succeeds(run(cooling(kAlice, 1'000))));
  pass(kCooldown);
  ASSERT_TRUE(succeeds(run(unstaking(kAlice))));
  EXPECT_TRUE(fails(chain.run({closing(kAlice), closing(kAlice)}), ErrorCode::AccountNotInitialized));
  ASSERT_TRUE(succeeds(run(closing(kAlice))));
  ASSERT_TRUE(succeeds(run(staking(kAlice, 1))));
  EXPECT_EQ(stake(kAlice).last_staked_at, now()) << "nothing of the old one's age is left";
}

TEST_P(StakingAttack, every_signature_and_every_account_that_is_written_is_asked_for) {
  using grapnel::testing::unasked;
  EXPECT_EQ((unasked<ZestStaking, initialize_pool>(chain, "sw - - w w w - - - -")), "");
  EXPECT_EQ((unasked<ZestStaking, set_features>(chain, "w s")), "");
  EXPECT_EQ((unasked<ZestStaking, stake_zest>(chain, "sw w w - w w - -")), "");
  EXPECT_EQ((unasked<ZestStaking, lock_stake>(chain, "w w s")), "");
  EXPECT_EQ((unasked<ZestStaking, begin_unstake>(chain, "w w s")), "");
  EXPECT_EQ((unasked<ZestStaking, cancel_unstake>(chain, "w w s")), "");
  EXPECT_EQ((unasked<ZestStaking, unstake>(chain, "w w s - w w -")), "");
  EXPECT_EQ((unasked<ZestStaking, close_stake>(chain, "w s w")), "");
  EXPECT_EQ((unasked<ZestStaking, fund_rewards>(chain, "w s - w w -")), "");
  EXPECT_EQ((unasked<ZestStaking, claim_rewards>(chain, "w w s - w w -")), "");
  EXPECT_EQ((unasked<ZestStaking, bond>(chain, "w w s")), "");
  EXPECT_EQ((unasked<ZestStaking, begin_unbond>(chain, "w w s")), "");
  EXPECT_EQ((unasked<ZestStaking, unbond>(chain, "w w s")), "");
  EXPECT_EQ((unasked<ZestStaking, slash>(chain, "w w s")), "");
  EXPECT_EQ((unasked<ZestStaking, collect_slashed>(chain, "w - w w -")), "");
  EXPECT_EQ((unasked<ZestStaking, pledge>(chain, "w w s s")), "");
  EXPECT_EQ((unasked<ZestStaking, release>(chain, "w w s")), "");
  EXPECT_EQ((unasked<ZestStaking, release_ended>(chain, "w w s")), "");
}

// Every account of every instruction in the place of another that looks like it: each is refused before the handler runs.
TEST_P(StakingAttack, every_account_is_the_one_that_belongs_there) {
  const Pubkey fake_pool = key(200), old_pool = key(201), other_pool = key(202), fake_stake = key(203),
               old_stake = key(204), fake_mint = key(205), other_mint = key(206), fake_tokens = key(207),
               other_tokens = key(208), foreign_tokens = key(209);
  StakePool copy = pool();
  chain.put(fake_pool, copy, kMallory);
  chain.put(other_pool, copy, kProgramId);
  copy.version = 2;
  chain.put(old_pool, copy, kProgramId);
  StakeRecord record = stake(kAlice);
  chain.put(fake_stake, record, kMallory);
  record.version = 2;
  chain.put(old_stake, record, kProgramId);
  put(fake_mint, mint_data({.authority = kIssuer, .supply = kRich, .decimals = 9}), kMallory);
  put(other_mint, mint_data({.authority = kMallory, .supply = kRich, .decimals = 9}), Token::kId);
  put(fake_tokens, account_data({.mint = kMint, .owner = kAlice, .amount = kRich}), kMallory);
  put_tokens(other_tokens, {.mint = kMint, .owner = kMallory, .amount = kRich});
  put_tokens(foreign_tokens, {.mint = other_mint, .owner = kAlice, .amount = kRich});

  const auto refuses = [&](const client::Instruction& one, usize at, const Pubkey& instead, auto error) {
    EXPECT_TRUE(fails(run(with(one, at, instead)), error)) << "account " << at;
  };
  constexpr ErrorCode kForeign = ErrorCode::AccountOwnedByWrongProgram, kNotNamed = ErrorCode::ConstraintHasOne;
  constexpr StakingError kOld = StakingError::LayoutUnknown;

  const std::vector<client::Instruction> pool_first = {
      locking(kAlice, now() + 9),  unstaking(kAlice), claiming(kAlice),        slashing(kAlice, 1),
      pledging(kAlice, now() + 9), releasing(kAlice), funding(5, kDaySeconds), collecting(),
      setting_features({})};
  for (const auto& one : pool_first) {
    refuses(one, 0, fake_pool, kForeign);
    refuses(one, 0, old_pool, kOld);
  }
  refuses(staking(kAlice, 5), 1, fake_pool, kForeign);
  refuses(staking(kAlice, 5), 1, other_pool, kNotNamed);
  for (usize at = 0; at < 6; ++at) {
    refuses(pool_first[at], 0, other_pool, kNotNamed);
    refuses(pool_first[at], 1, fake_stake, kForeign);
    refuses(pool_first[at], 1, old_stake, kOld);
  }
  refuses(closing(kAlice), 0, fake_stake, kForeign);
  refuses(closing(kAlice), 0, old_stake, kOld);

  // The instruction, and where mint, the pool's token accounts and the token program stand.
  struct Payment {
    client::Instruction one;
    usize mint;
    std::vector<usize> named;
    usize program;
  };
  for (const Payment& payment : {Payment{staking(kAlice, 5), 3, {5}, 6}, Payment{unstaking(kAlice), 3, {4}, 6},
                                 Payment{claiming(kAlice), 3, {4}, 6}, Payment{funding(5, kDaySeconds), 2, {4}, 5},
                                 Payment{collecting(), 1, {2, 3}, 4}}) {
    refuses(payment.one, payment.mint, fake_mint, kForeign);
    refuses(payment.one, payment.mint, other_mint, kNotNamed);
    for (const usize at : payment.named) {
      refuses(payment.one, at, fake_tokens, kForeign);
      refuses(payment.one, at, other_tokens, kNotNamed);
    }
    refuses(payment.one, payment.program, kMallory, ErrorCode::InvalidProgramId);
    refuses(payment.one, payment.program, Token2022::kId, kNotNamed);
  }
  for (const auto& one : {unstaking(kAlice), claiming(kAlice)}) {
    refuses(one, 5, fake_tokens, kForeign);
    refuses(one, 5, foreign_tokens, ErrorCode::ConstraintTokenMint);
  }
  refuses(funding(5, kDaySeconds), 3, fake_tokens, kForeign);
  refuses(funding(5, kDaySeconds), 3, other_tokens, ErrorCode::ConstraintTokenOwner);
  refuses(staking(kAlice, 5), 7, kMallory, ErrorCode::InvalidProgramId);
}

TEST_P(StakingAttack, amounts_that_would_wrap) {
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 10))));
  EXPECT_TRUE(fails(run(bonding(kAlice, ~u64{0})), StakingError::BondTooLarge));
  ASSERT_TRUE(succeeds(run(beginning_unbond(kAlice, 1))));
  EXPECT_TRUE(fails(run(beginning_unbond(kAlice, ~u64{0})), StakingError::BondTooSmall));
  EXPECT_TRUE(fails(run(cooling(kAlice, ~u64{0})), StakingError::StakeTooSmall));
  EXPECT_TRUE(fails(run(slashing(kAlice, ~u64{0})), StakingError::SlashTooLarge));
  EXPECT_TRUE(fails(run(staking(kAlice, ~u64{0})), kTokenInsufficient));
}

TEST_P(StakingMint, a_pool_is_made_of_the_right_accounts_and_once) {
  const auto refuses = [&](usize at, const Pubkey& instead, ErrorCode error) {
    EXPECT_TRUE(fails(run(with(initializing(), at, instead)), error)) << "account " << at;
  };
  chain.set_account(key(210), chain.account(kProgramData));
  refuses(1, key(210), ErrorCode::ConstraintAddress);
  put(key(211), mint_data({.authority = kIssuer, .supply = kRich, .decimals = 9}), kMallory);
  refuses(2, key(211), ErrorCode::AccountOwnedByWrongProgram);
  for (const usize at : {3u, 4u, 5u}) refuses(at, key(212), ErrorCode::ConstraintSeeds);
  put(key(213), account_data({.mint = kMint, .owner = kMallory}), kMallory);
  put(key(214), account_data({.mint = kMint, .owner = kMallory}), Token2022::kId);
  for (const usize at : {6u, 7u}) {
    refuses(at, key(213), ErrorCode::AccountOwnedByWrongProgram);
    refuses(at, key(214), ErrorCode::ConstraintTokenTokenProgram);
  }
  refuses(8, kMallory, ErrorCode::InvalidProgramId);
  refuses(9, kMallory, ErrorCode::InvalidProgramId);
  ASSERT_TRUE(succeeds(run(initializing())));
  EXPECT_TRUE(fails(run(initializing()), "custom program error: 0x0")) << "System: there is one already";
}

TEST_P(StakingMint, a_fee_is_the_stakers) {
  use_mint(Token2022::kId, true);
  ASSERT_TRUE(succeeds(run(initializing())));
  ASSERT_TRUE(succeeds(run(staking(kAlice, 1'000))));
  EXPECT_EQ(stake(kAlice).amount, 990u);
  EXPECT_EQ(amount(kVault), 990u);
  EXPECT_TRUE(fails(run(staking(kAlice, 1)), StakingError::NothingArrived));
  EXPECT_TRUE(fails(run(funding(1, kDaySeconds)), StakingError::NothingArrived));
  ASSERT_TRUE(succeeds(run(funding(1'000, kDaySeconds))));
  EXPECT_EQ(pool().stream_amount, 990u);
  ASSERT_TRUE(succeeds(run(cooling(kAlice, 990))));
  pass(kCooldown);
  ASSERT_TRUE(succeeds(run(unstaking(kAlice))));
  EXPECT_EQ(amount(kVault), 0u);
}

TEST_P(StakingMint, mints_that_others_command_are_refused) {
  using enum token_2022::ExtensionType;
  const std::vector<std::pair<token_2022::ExtensionType, usize>> refused = {
      {PermanentDelegate, 32}, {TransferHook, 64},       {ConfidentialTransferMint, 65}, {NonTransferable, 0},
      {Pausable, 33},          {DefaultAccountState, 1}, {MintCloseAuthority, 32}};
  for (const auto& [type, size] : refused) {
    use_mint(Token2022::kId);
    std::vector<u8> value(size);
    if (type == DefaultAccountState) value[0] = 1;
    put(kMint,
        with_extensions(mint_data({.authority = kIssuer, .supply = kRich, .decimals = 9}), 1,
                        {{static_cast<u16>(type), value}}),
        Token2022::kId);
    EXPECT_TRUE(fails(run(initializing()), StakingError::MintNotAllowed)) << static_cast<int>(type);
  }
}

TEST_P(StakingMint, sink_and_treasury_hold_the_mint) {
  put(key(50), mint_data({.authority = kMallory, .supply = kRich, .decimals = 9}), Token::kId);
  put_tokens(key(51), {.mint = key(50), .owner = kMallory});
  EXPECT_TRUE(fails(run(with(initializing(), 6, key(51))), ErrorCode::ConstraintTokenMint));
  EXPECT_TRUE(fails(run(with(initializing(), 7, key(51))), ErrorCode::ConstraintTokenMint));
  EXPECT_TRUE(fails(run(with(initializing(), 1, kMallory)), ErrorCode::AccountOwnedByWrongProgram));
  EXPECT_TRUE(fails(run(with(initializing(), 8, Token2022::kId)), ErrorCode::ConstraintMintTokenProgram));
}

}  // namespace
}  // namespace zest_staking::test
