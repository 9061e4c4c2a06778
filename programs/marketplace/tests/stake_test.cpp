// Licences by locked ZEST, with the real staking program: the stake is pledged, released, and a slashed one pays no more.
#include "market_test.hpp"

namespace marketplace::test {
namespace {

class StakeTest : public MarketTest {
 protected:
  StakeTest() {
    add_staking();
    put_stake(500, 91 * kDaySeconds);
  }
};
INSTANTIATE_TEST_SUITE_P(, StakeTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(StakeTest, a_locked_stake_is_pledged_and_released) {
  list();
  ASSERT_TRUE(succeeds(run(pledging())));
  EXPECT_EQ(stake().pledged_to, license());
  EXPECT_EQ(stake().pledge_developer, kPayee);
  EXPECT_EQ(licensed().kind, LicenseKind::LockedStake);
  EXPECT_EQ(licensed().stake, stake_of(kBuyer));
  EXPECT_EQ(licensed().stake_amount, 500u);
  EXPECT_EQ(licensed().expires_at, licensed().started_at + 90 * kDaySeconds);
  EXPECT_TRUE(fails(run(with(releasing(), 0, kStranger)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(releasing(), 0)), ErrorCode::AccountNotSigner));
  ASSERT_TRUE(succeeds(run(releasing())));
  EXPECT_EQ(stake().pledged_to, Pubkey{});
  EXPECT_EQ(chain.account(license()), native::Account{});
  EXPECT_EQ(listed().licence_count, 0u);
}

TEST_P(StakeTest, a_stake_pays_for_one_licence_at_a_time) {
  list();
  ASSERT_TRUE(succeeds(run(pledging())));
  EXPECT_TRUE(fails(run(pledging(2)), MarketError::StakePledged));
  ASSERT_TRUE(succeeds(run(releasing())));
  EXPECT_TRUE(succeeds(run(pledging(2))));
}

TEST_P(StakeTest, small_short_or_foreign_stakes_are_refused) {
  list();
  put_stake(499, 91 * kDaySeconds);
  EXPECT_TRUE(fails(run(pledging()), MarketError::StakeTooSmall));
  put_stake(500, 90 * kDaySeconds - 1);
  EXPECT_TRUE(fails(run(pledging()), MarketError::LockTooShort));
  put_stake(500, 90 * kDaySeconds);
  EXPECT_TRUE(fails(run(pledging(kNumber, kBuyer, 499)), MarketError::PriceAboveMaximum));
  EXPECT_TRUE(fails(run(pledging(kNumber, kBuyer, 500, 89 * kDaySeconds)), MarketError::PriceAboveMaximum));
  StakeRecord foreign = stake();
  foreign.staker = kStranger;
  chain.put(stake_of(kBuyer), foreign, zest_staking::kProgramId);
  EXPECT_FALSE(run(pledging()).ok()) << "somebody else's stake";
  chain.put(key(40), *chain.state<StakePool>(kStakingPool), zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(with(pledging(), 5, key(40))), ErrorCode::ConstraintHasOne)) << "another pool";
}

TEST_P(StakeTest, a_stake_that_pays_no_more_ends_the_licence) {
  list();
  ASSERT_TRUE(succeeds(run(pledging())));
  EXPECT_TRUE(fails(run(revoking()), MarketError::StakeStillGood));
  StakeRecord slashed = stake();
  slashed.amount = 499;
  put_stake(slashed);
  ASSERT_TRUE(succeeds(run(revoking())));
  EXPECT_EQ(licensed().status, LicenseStatus::Revoked);
  EXPECT_TRUE(fails(run(revoking()), MarketError::LicenceEnded));
  EXPECT_TRUE(succeeds(run(releasing()))) << "the stake is free again";
}

TEST_P(StakeTest, a_licence_outlives_its_stake) {
  list();
  ASSERT_TRUE(succeeds(run(pledging())));
  // The pledge ran out, the staker took everything and closed the record.
  chain.set_account(stake_of(kBuyer), {});
  ASSERT_TRUE(succeeds(run(releasing()))) << "its rent comes back, and the listing may close";
  EXPECT_EQ(listed().licence_count, 0u);
}

TEST_P(StakeTest, a_pledge_that_ended_alone_is_not_released_again) {
  list();
  ASSERT_TRUE(succeeds(run(pledging())));
  pass(90 * kDaySeconds);
  ASSERT_TRUE(succeeds(run(client::instruction<zest_staking::release_ended>(
      zest_staking::kProgramId, {kStakingPool, stake_of(kBuyer), kBuyer}))));
  put_stake(500, 91 * kDaySeconds);
  ASSERT_TRUE(succeeds(run(pledging(2))));
  ASSERT_TRUE(succeeds(run(releasing())));
  EXPECT_EQ(stake().pledged_to, license(2)) << "the next pledge stands";
}

}  // namespace
}  // namespace marketplace::test
