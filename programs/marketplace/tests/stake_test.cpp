// Licences by locked ZEST, with the real staking program: the stake is pledged, released, and a slashed one pays no more.
#include "market_test.hpp"

namespace marketplace::test {
namespace {

using zest_staking::StakePool;
using zest_staking::StakeRecord;

const Pubkey kStakingPool = find_program_address(zest_staking::kProgramId, zest_staking::kPoolSeed, kZest).address;
const Pubkey kStake =
    find_program_address(zest_staking::kProgramId, zest_staking::kStakeSeed, kStakingPool, kBuyer).address;

class StakeTest : public MarketTest {
 protected:
  StakeTest() {
    chain.add<zest_staking::ZestStaking>();
    StakePool pool{};
    pool.version = zest_staking::kLayoutVersion;
    pool.mint = kZest;
    pool.authority = zestron::kGovernanceAuthority;
    pool.staked = 500;
    pool.updated_at = chain.clock().unix_timestamp;
    chain.put(kStakingPool, pool, zest_staking::kProgramId);
    put_stake(500, 91 * kDaySeconds);
  }
  void put_stake(u64 amount, i64 locked_s) {
    StakeRecord stake{};
    stake.version = zest_staking::kLayoutVersion;
    stake.pool = kStakingPool;
    stake.staker = kBuyer;
    stake.rent_payer = kBuyer;
    stake.amount = amount;
    stake.lock_until = chain.clock().unix_timestamp + locked_s;
    chain.put(kStake, stake, zest_staking::kProgramId);
  }
  StakeRecord stake() const { return *chain.state<StakeRecord>(kStake); }

  void list() {
    auto open = opening();
    open.accounts[4].key = kStakingPool;
    ASSERT_TRUE(succeeds(run(open)));
    ASSERT_TRUE(succeeds(run(listing_it())));
  }
  client::Instruction licensing(u64 number = kNumber, u64 max_stake = 500, i64 max_term_s = 90 * kDaySeconds) {
    return make<license_by_stake>(
        {kBuyer, kAgent, listing(), kMarket, license(number), kStakingPool, kStake, zestron::kMarketplaceAuthority,
         zest_staking::kProgramId, System::kId},
        {.number = number, .max_stake = max_stake, .max_term_s = max_term_s, .expected_terms = hash_of(0x7e)});
  }
  client::Instruction releasing(u64 number = kNumber) {
    return make<release_stake>({kBuyer, license(number), listing(), kStakingPool, kStake,
                                zestron::kMarketplaceAuthority, kBuyer, zest_staking::kProgramId});
  }
  client::Instruction revoking() { return make<revoke_license>({license(), kStake}); }
};
INSTANTIATE_TEST_SUITE_P(, StakeTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(StakeTest, a_locked_stake_is_pledged_and_released) {
  list();
  ASSERT_TRUE(succeeds(run(licensing())));
  EXPECT_EQ(stake().pledged_to, license());
  EXPECT_EQ(stake().pledge_developer, kPayee);
  EXPECT_EQ(licensed().kind, LicenseKind::LockedStake);
  EXPECT_EQ(licensed().stake, kStake);
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
  ASSERT_TRUE(succeeds(run(licensing())));
  EXPECT_FALSE(run(licensing(2)).ok());
  ASSERT_TRUE(succeeds(run(releasing())));
  EXPECT_TRUE(succeeds(run(licensing(2))));
}

TEST_P(StakeTest, small_short_or_foreign_stakes_are_refused) {
  list();
  put_stake(499, 91 * kDaySeconds);
  EXPECT_TRUE(fails(run(licensing()), MarketError::StakeTooSmall));
  put_stake(500, 90 * kDaySeconds - 1);
  EXPECT_TRUE(fails(run(licensing()), MarketError::LockTooShort));
  put_stake(500, 90 * kDaySeconds);
  EXPECT_TRUE(fails(run(licensing(kNumber, 499)), MarketError::PriceAboveMaximum));
  EXPECT_TRUE(fails(run(licensing(kNumber, 500, 89 * kDaySeconds)), MarketError::PriceAboveMaximum));
  StakeRecord foreign = stake();
  foreign.staker = kStranger;
  chain.put(kStake, foreign, zest_staking::kProgramId);
  EXPECT_FALSE(run(licensing()).ok()) << "somebody else's stake";
  chain.put(key(40), *chain.state<StakePool>(kStakingPool), zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(with(licensing(), 5, key(40))), ErrorCode::ConstraintHasOne)) << "another pool";
}

TEST_P(StakeTest, a_stake_that_pays_no_more_ends_the_licence) {
  list();
  ASSERT_TRUE(succeeds(run(licensing())));
  EXPECT_TRUE(fails(run(revoking()), MarketError::StakeStillGood));
  StakeRecord slashed = stake();
  slashed.amount = 499;
  chain.put(kStake, slashed, zest_staking::kProgramId);
  ASSERT_TRUE(succeeds(run(revoking())));
  EXPECT_EQ(licensed().status, LicenseStatus::Revoked);
  EXPECT_TRUE(fails(run(revoking()), MarketError::LicenceEnded));
  EXPECT_TRUE(succeeds(run(releasing()))) << "the stake is free again";
}

}  // namespace
}  // namespace marketplace::test
