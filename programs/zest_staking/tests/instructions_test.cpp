// Every instruction as it is meant, and every error by its name, natively and on the real runtime.
#include "baseline.hpp"
#include "staking_world.hpp"

namespace zest_staking::test {
namespace {

using grapnel::examples::costs;

INSTANTIATE_TEST_SUITE_P(, StakingTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

class NoPoolTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected StakingWorld {
 protected:
  NoPoolTest() : StakingWorld(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(, NoPoolTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(NoPoolTest, a_pool_is_made_once_by_the_deployer) {
  EXPECT_TRUE(fails(run(with(initializing(), 0, kMallory)), StakingError::NotDeployer));
  ASSERT_TRUE(costs("initialize_pool", run(initializing({feature("agents_10", 500)}))));
  EXPECT_TRUE(grapnel::examples::has_size(ZestStaking::kName));
  EXPECT_EQ(pool().authority, zestron::kGovernanceAuthority);
  EXPECT_EQ(pool().vault, kVault);
  EXPECT_EQ(pool().feature_count, 1);
  EXPECT_FALSE(run(initializing()).ok());
}

TEST_P(NoPoolTest, its_parameters_have_bounds) {
  EXPECT_TRUE(fails(run(initializing({}, -1)), StakingError::CooldownOutOfRange));
  EXPECT_TRUE(fails(run(initializing({}, kCooldownMaxSeconds + 1)), StakingError::CooldownOutOfRange));
  EXPECT_TRUE(fails(run(initializing({}, 5, kCooldownMaxSeconds + 1)), StakingError::CooldownOutOfRange));
  EXPECT_TRUE(fails(run(initializing({}, 5, 4)), StakingError::BondCooldownTooShort));
  EXPECT_TRUE(fails(run(initializing({feature("", 1)})), StakingError::FeatureInvalid));
  EXPECT_TRUE(fails(run(initializing({feature("a", 1), feature("a", 2)})), StakingError::FeatureRepeated));
}

TEST_P(StakingTest, stake_and_top_up) {
  const Outcome outcome = run(staking(kAlice, 600));
  ASSERT_TRUE(costs("stake_zest_first", outcome));
  EXPECT_EQ(outcome.event<StakeAdded>()->staked, 600u);
  pass(5);
  ASSERT_TRUE(costs("stake_zest", run(staking(kAlice, 400))));
  EXPECT_EQ(stake(kAlice).amount, 1'000u);
  EXPECT_EQ(stake(kAlice).staker, kAlice);
  EXPECT_EQ(stake(kAlice).rent_payer, kAlice);
  EXPECT_EQ(stake(kAlice).last_staked_at, now());
  EXPECT_EQ(pool().staked, 1'000u);
  EXPECT_EQ(amount(kVault), 1'000u);
  EXPECT_TRUE(fails(run(staking(kAlice, 0)), StakingError::AmountIsZero));
  EXPECT_TRUE(fails(run(staking(kAlice, kRich)), kTokenInsufficient));
}

TEST_P(StakingTest, stake_while_rewards_stream) {
  ASSERT_TRUE(succeeds(run(staking(kAlice, kRich / 2))));
  ASSERT_TRUE(costs("fund_rewards", run(funding(kRich, kStreamMinSeconds * 30))));
  pass(1'000);
  ASSERT_TRUE(costs("stake_zest_streaming", run(staking(kAlice, 1))));
  EXPECT_GT(stake(kAlice).owed_staker, 0u);
}

TEST_P(StakingTest, locks_lengthen) {
  EXPECT_TRUE(fails(run(locking(kAlice, now() + 100)), ErrorCode::AccountNotInitialized));
  ASSERT_TRUE(succeeds(run(staking(kAlice, 600))));
  EXPECT_TRUE(fails(run(locking(kAlice, now())), StakingError::LockNotLonger));
  ASSERT_TRUE(costs("lock_stake", run(locking(kAlice, now() + 100))));
  EXPECT_TRUE(fails(run(locking(kAlice, now() + 100)), StakingError::LockNotLonger));
  EXPECT_TRUE(fails(run(locking(kAlice, now() + 99)), StakingError::LockNotLonger));
  EXPECT_TRUE(fails(run(locking(kAlice, now() + kLockMaxSeconds + 1)), StakingError::LockTooLong));
  ASSERT_TRUE(succeeds(run(locking(kAlice, now() + kLockMaxSeconds))));
  EXPECT_TRUE(fails(run(cooling(kAlice, 1)), StakingError::StakeLocked));
  pass(kLockMaxSeconds);
  EXPECT_TRUE(succeeds(run(cooling(kAlice, 600))));
  EXPECT_TRUE(fails(run(locking(kAlice, now() + 100)), StakingError::NothingStaked));
}

TEST_P(StakingTest, unstaking_cools) {
  ASSERT_TRUE(succeeds(run(staking(kAlice, 600))));
  EXPECT_TRUE(fails(run(cooling(kAlice, 0)), StakingError::AmountIsZero));
  EXPECT_TRUE(fails(run(cooling(kAlice, 601)), StakingError::StakeTooSmall));
  EXPECT_TRUE(fails(run(unstaking(kAlice)), StakingError::NothingCooling));
  EXPECT_TRUE(fails(run(cancelling(kAlice)), StakingError::NothingCooling));
  ASSERT_TRUE(costs("begin_unstake", run(cooling(kAlice, 200))));
  EXPECT_EQ(pool().staked, 400u);
  EXPECT_EQ(pool().cooling, 200u);
  pass(kCooldown - 1);
  EXPECT_TRUE(fails(run(unstaking(kAlice)), StakingError::StillCooling));
  pass(1);
  ASSERT_TRUE(costs("unstake", run(unstaking(kAlice))));
  EXPECT_EQ(amount(account_of(kAlice)), kRich - 400);
  EXPECT_EQ(amount(kVault), 400u);
  ASSERT_TRUE(succeeds(run(cooling(kAlice, 400))));
  pass(100);
  ASSERT_TRUE(costs("cancel_unstake", run(cancelling(kAlice))));
  EXPECT_EQ(stake(kAlice).amount, 400u);
  EXPECT_EQ(stake(kAlice).last_staked_at, now()) << "it has no vote in what began before";
}

TEST_P(StakingTest, an_empty_stake_closes_and_returns_its_rent) {
  const Lamports before = chain.account(kAlice).lamports;
  ASSERT_TRUE(succeeds(run(staking(kAlice, 600))));
  EXPECT_TRUE(fails(run(closing(kAlice)), StakingError::StakeNotEmpty));
  ASSERT_TRUE(succeeds(run(cooling(kAlice, 600))));
  EXPECT_TRUE(fails(run(closing(kAlice)), StakingError::StakeNotEmpty));
  pass(kCooldown);
  ASSERT_TRUE(succeeds(run(unstaking(kAlice))));
  EXPECT_TRUE(fails(run(with(closing(kAlice), 2, kBob)), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("close_stake", run(closing(kAlice))));
  EXPECT_EQ(chain.account(kAlice).lamports, before);
  EXPECT_FALSE(has_stake(kAlice));
  EXPECT_TRUE(succeeds(run(staking(kAlice, 5)))) << "and may begin anew";
}

TEST_P(StakingTest, rewards_follow_the_staked_amount_over_time) {
  ASSERT_TRUE(succeeds(run(staking(kAlice, 300))));
  ASSERT_TRUE(succeeds(run(staking(kBob, 100))));
  EXPECT_TRUE(fails(run(funding(0, kDaySeconds)), StakingError::AmountIsZero));
  EXPECT_TRUE(fails(run(funding(1, kDaySeconds - 1)), StakingError::DurationOutOfRange));
  EXPECT_TRUE(fails(run(funding(1, kStreamMaxSeconds + 1)), StakingError::DurationOutOfRange));
  ASSERT_TRUE(succeeds(run(funding(86'400'000, kDaySeconds))));
  EXPECT_TRUE(fails(run(claiming(kAlice)), StakingError::NothingToClaim)) << "not in the second of the funding";
  pass(kDaySeconds / 2);
  ASSERT_TRUE(costs("claim_rewards", run(claiming(kAlice))));
  EXPECT_EQ(amount(account_of(kAlice)), kRich - 300 + 32'400'000);
  pass(kDaySeconds);
  ASSERT_TRUE(succeeds(run(claiming(kBob))));
  EXPECT_EQ(amount(account_of(kBob)), kRich - 100 + 21'600'000);
  ASSERT_TRUE(succeeds(run(claiming(kAlice))));
  EXPECT_EQ(amount(kRewards), 0u) << "the stream pays all of it";
  EXPECT_EQ(pool().rewards_owed, 0u);
}

TEST_P(StakingTest, time_without_stakers_extends_the_stream) {
  ASSERT_TRUE(succeeds(run(funding(86'400, kDaySeconds))));
  pass(10 * kDaySeconds);
  ASSERT_TRUE(succeeds(run(staking(kAlice, 1))));
  EXPECT_EQ(pool().stream_left_s, static_cast<u64>(kDaySeconds));
  pass(100);
  ASSERT_TRUE(succeeds(run(claiming(kAlice))));
  EXPECT_EQ(amount(account_of(kAlice)), kRich - 1 + 100);
}

TEST_P(StakingTest, a_pledge_sends_rewards_to_developer_and_treasury) {
  ASSERT_TRUE(succeeds(run(staking(kAlice, 300))));
  ASSERT_TRUE(succeeds(run(funding(864'000, kDaySeconds))));
  EXPECT_TRUE(fails(run(pledging(kAlice, now() + 1'000)), StakingError::PledgeBehindLock));
  ASSERT_TRUE(succeeds(run(locking(kAlice, now() + 10'000))));
  EXPECT_TRUE(fails(run(pledging(kAlice, now())), StakingError::PledgeBehindLock));
  EXPECT_TRUE(fails(run(pledging(kAlice, now() + 10'001)), StakingError::PledgeBehindLock));
  EXPECT_TRUE(fails(run(pledging(kAlice, now() + 10, Pubkey{})), StakingError::LicenseMissing));
  EXPECT_TRUE(fails(run(pledging(kAlice, now() + 10, kLicense, Pubkey{})), StakingError::DeveloperMissing));
  EXPECT_TRUE(fails(run(releasing(kAlice)), StakingError::NotPledged));
  EXPECT_TRUE(fails(run(releasing_ended(kAlice)), StakingError::NotPledged));
  pass(100);
  ASSERT_TRUE(costs("pledge", run(pledging(kAlice, now() + 1'000))));
  EXPECT_TRUE(fails(run(pledging(kAlice, now() + 1'000)), StakingError::StakePledged));
  EXPECT_EQ(stake(kAlice).owed_staker, 999u) << "of 300 units staked, and nearly one more waits";
  pass(100);
  ASSERT_TRUE(costs("claim_rewards_developer", run(paying_developer(kAlice))));
  EXPECT_EQ(amount(account_of(kDeveloper)), 700u);
  ASSERT_TRUE(succeeds(run(paying_treasury(kAlice))));
  EXPECT_EQ(amount(kTreasury), 300u);
  EXPECT_TRUE(fails(run(releasing(kAlice, kAgent)), StakingError::PledgedToAnotherLicense));
  EXPECT_TRUE(fails(run(releasing_ended(kAlice)), StakingError::PledgeNotOver));
  pass(100);
  ASSERT_TRUE(costs("release", run(releasing(kAlice))));
  EXPECT_EQ(stake(kAlice).owed_developer, 700u);
  EXPECT_TRUE(fails(run(pledging(kAlice, now() + 10, kLicense, kMallory)), StakingError::DeveloperUnpaid));
  EXPECT_TRUE(succeeds(run(pledging(kAlice, now() + 10)))) << "the same developer";
  pass(10'000);
  EXPECT_TRUE(fails(run(cooling(kAlice, 300)), StakingError::StakePledged));
  ASSERT_TRUE(costs("release_ended", run(releasing_ended(kAlice))));
  EXPECT_TRUE(succeeds(run(cooling(kAlice, 300))));
  EXPECT_TRUE(fails(run(pledging(kAlice, now() + 10)), StakingError::NothingStaked));
}

TEST_P(StakingTest, bonds_and_slashes) {
  ASSERT_TRUE(succeeds(run(staking(kAlice, 1'000))));
  EXPECT_TRUE(fails(run(slashing(kAlice, 1)), StakingError::NotBonded));
  EXPECT_TRUE(fails(run(bonding(kAlice, 0)), StakingError::AmountIsZero));
  EXPECT_TRUE(fails(run(bonding(kAlice, 1, Pubkey{})), StakingError::AgentMissing));
  EXPECT_TRUE(fails(run(bonding(kAlice, 1'001)), StakingError::BondTooLarge));
  ASSERT_TRUE(costs("bond", run(bonding(kAlice, 400))));
  EXPECT_TRUE(fails(run(bonding(kAlice, 1, kLicense)), StakingError::BondedToAnotherAgent));
  EXPECT_TRUE(fails(run(cooling(kAlice, 601)), StakingError::StakeTooSmall));
  EXPECT_TRUE(fails(run(slashing(kAlice, 0)), StakingError::AmountIsZero));
  EXPECT_TRUE(fails(run(slashing(kAlice, 201)), StakingError::SlashTooLarge));
  EXPECT_TRUE(fails(run(slashing(kAlice, 1, kDecision, kLicense)), StakingError::BondedToAnotherAgent));
  EXPECT_TRUE(fails(run(collecting()), StakingError::NothingSlashed));
  ASSERT_TRUE(costs("slash", run(slashing(kAlice, 200))));
  EXPECT_EQ(stake(kAlice).amount, 800u);
  EXPECT_EQ(stake(kAlice).bonded_amount, 200u);
  EXPECT_TRUE(fails(run(slashing(kAlice, 1)), StakingError::SlashedAlready));
  ASSERT_TRUE(costs("collect_slashed", run(collecting())));
  EXPECT_EQ(amount(kSink), 200u);
  EXPECT_EQ(amount(kVault), 800u);
}

TEST_P(StakingTest, a_bond_ends_after_its_cooldown_and_is_slashed_until_then) {
  ASSERT_TRUE(succeeds(run(staking(kAlice, 1'000))));
  ASSERT_TRUE(succeeds(run(bonding(kAlice, 400))));
  EXPECT_TRUE(fails(run(unbonding(kAlice)), StakingError::NothingUnbonding));
  EXPECT_TRUE(fails(run(beginning_unbond(kAlice, 0)), StakingError::AmountIsZero));
  EXPECT_TRUE(fails(run(beginning_unbond(kAlice, 401)), StakingError::BondTooSmall));
  ASSERT_TRUE(costs("begin_unbond", run(beginning_unbond(kAlice, 400))));
  pass(kBondCooldown - 1);
  EXPECT_TRUE(fails(run(unbonding(kAlice)), StakingError::StillUnbonding));
  ASSERT_TRUE(succeeds(run(slashing(kAlice, 200))));
  EXPECT_EQ(stake(kAlice).unbonding_amount, 200u);
  pass(1);
  ASSERT_TRUE(costs("unbond", run(unbonding(kAlice))));
  EXPECT_EQ(stake(kAlice).bonded_agent, Pubkey{});
  EXPECT_TRUE(succeeds(run(cooling(kAlice, 800))));
}

TEST_P(StakingTest, features_are_unlocked_by_amount_and_lock) {
  ASSERT_TRUE(costs("set_features",
                    run(StakingWorld::setting_features({feature("agents_10", 500), feature("tier_2", 500, 100)}))));
  EXPECT_TRUE(fails(run(with(StakingWorld::setting_features({}), 1, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(StakingWorld::setting_features({}), 1)), ErrorCode::AccountNotSigner));
  for (const Feature& bad :
       {feature("a b", 1), feature("a", 0), feature("a", 1, -1), feature("a", 1, kLockMaxSeconds + 1)}) {
    EXPECT_TRUE(fails(run(StakingWorld::setting_features({bad})), StakingError::FeatureInvalid));
  }
  ASSERT_TRUE(succeeds(run(staking(kAlice, 499))));
  EXPECT_EQ(find_feature(pool(), "tier_2"), 1u);
  EXPECT_EQ(find_feature(pool(), "tier"), kFeaturesMax);
  EXPECT_FALSE(feature_unlocked(pool(), stake(kAlice), 0, now()));
  ASSERT_TRUE(succeeds(run(staking(kAlice, 1))));
  EXPECT_TRUE(feature_unlocked(pool(), stake(kAlice), 0, now()));
  EXPECT_FALSE(feature_unlocked(pool(), stake(kAlice), 1, now()));
  ASSERT_TRUE(succeeds(run(locking(kAlice, now() + 100))));
  EXPECT_TRUE(feature_unlocked(pool(), stake(kAlice), 1, now()));
  EXPECT_FALSE(feature_unlocked(pool(), stake(kAlice), 1, now() + 1));
  EXPECT_FALSE(feature_unlocked(pool(), stake(kAlice), 2, now()));
}

TEST_P(StakingTest, an_account_of_a_later_layout_is_left_alone) {
  ASSERT_TRUE(succeeds(run(staking(kAlice, 600))));
  StakeRecord record = stake(kAlice);
  record.version = 2;
  chain.put(stake_of(kAlice), record, kProgramId);
  EXPECT_TRUE(fails(run(staking(kAlice, 1)), StakingError::LayoutUnknown));
  EXPECT_TRUE(fails(run(cooling(kAlice, 1)), StakingError::LayoutUnknown));
  StakePool changed = pool();
  changed.version = 2;
  chain.put(kPool, changed, kProgramId);
  EXPECT_TRUE(fails(run(staking(kBob, 1)), StakingError::LayoutUnknown));
}

TEST_P(StakingTest, sums_never_wrap) {
  ASSERT_TRUE(succeeds(run(staking(kAlice, 600))));
  StakePool full = pool();
  full.staked = ~u64{0};
  chain.put(kPool, full, kProgramId);
  EXPECT_TRUE(fails(run(staking(kAlice, 1)), StakingError::AmountOverflow));
}

TEST(VoteWeight, grows_with_the_lock_that_is_left) {
  EXPECT_EQ(vote_weight(1'000, 0, 500), 1'000u);
  EXPECT_EQ(vote_weight(1'000, kLockMaxSeconds, 0), 4'000u);
  EXPECT_EQ(vote_weight(1'000, kLockMaxSeconds / 2, 0), 2'500u);
  EXPECT_EQ(vote_weight(~u64{0}, kLockMaxSeconds, 0), ~u64{0});
}

}  // namespace
}  // namespace zest_staking::test
