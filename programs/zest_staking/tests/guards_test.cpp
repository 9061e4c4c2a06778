// What no sequence of instructions can bring about: sums at the end of their range, vaults that hold less than the pool says. Each
// is refused and changes nothing.
#include "staking_world.hpp"

#include <functional>

namespace zest_staking::test {
namespace {

class GuardTest : public ::testing::TestWithParam<grapnel::testing::Setting>, public StakingWorld {
 protected:
  GuardTest() : StakingWorld(GetParam()) {
    EXPECT_TRUE(succeeds(run(initializing())));
    EXPECT_TRUE(succeeds(run(staking(kAlice, 1'000))));
    EXPECT_TRUE(succeeds(run(cooling(kAlice, 100))));
    EXPECT_TRUE(succeeds(run(bonding(kAlice, 100))));
  }

  void change_pool(const std::function<void(StakePool&)>& change) {
    StakePool changed = pool();
    change(changed);
    chain.put(kPool, changed, kProgramId);
  }
  void change_stake(const std::function<void(StakeRecord&)>& change) {
    StakeRecord changed = stake(kAlice);
    change(changed);
    chain.put(stake_of(kAlice), changed, kProgramId);
  }
  void expect_overflow(const client::Instruction& instruction) {
    EXPECT_TRUE(fails(run(instruction), StakingError::AmountOverflow));
  }
  // Puts both back as they were.
  void restoring(const std::function<void()>& what) {
    const StakePool pool_before = pool();
    const StakeRecord stake_before = stake(kAlice);
    what();
    chain.put(kPool, pool_before, kProgramId);
    chain.put(stake_of(kAlice), stake_before, kProgramId);
  }
};
INSTANTIATE_TEST_SUITE_P(, GuardTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(GuardTest, a_record_ahead_of_its_pool_is_not_settled) {
  change_stake([](StakeRecord& record) {
    record.reward_per_token_paid = {0, 1};
    record.lock_until = 0;
  });
  for (const auto& instruction :
       {staking(kAlice, 1), cooling(kAlice, 1), cancelling(kAlice), claiming(kAlice), slashing(kAlice, 1)})
    expect_overflow(instruction);
  change_stake([&](StakeRecord& record) { record.lock_until = now() + kDaySeconds; });
  expect_overflow(pledging(kAlice, now() + kDaySeconds));
  change_stake([](StakeRecord& record) {
    record.pledged_to = kLicense;
    record.pledge_developer = kDeveloper;
  });
  expect_overflow(releasing(kAlice));
}

TEST_P(GuardTest, amounts_of_the_record_stay_in_range) {
  restoring([&] {
    change_stake([](StakeRecord& record) { record.amount = ~u64{0}; });
    expect_overflow(staking(kAlice, 1));
    expect_overflow(cancelling(kAlice));
  });
  restoring([&] {
    change_stake([](StakeRecord& record) { record.cooling_amount = ~u64{0}; });
    expect_overflow(cooling(kAlice, 1));
  });
  restoring([&] {
    change_stake([](StakeRecord& record) { record.amount = 10; });
    expect_overflow(slashing(kAlice, 50));
  });
  restoring([&] {
    change_stake([](StakeRecord& record) { record.unbonding_amount = 500; });
    pass(kBondCooldown);
    expect_overflow(unbonding(kAlice));
  });
}

TEST_P(GuardTest, amounts_of_the_pool_stay_in_range) {
  restoring([&] {
    change_pool([](StakePool& changed) { changed.staked = 10; });
    expect_overflow(cooling(kAlice, 50));
    expect_overflow(slashing(kAlice, 50));
  });
  restoring([&] {
    change_pool([](StakePool& changed) { changed.staked = ~u64{0}; });
    expect_overflow(cancelling(kAlice));
  });
  restoring([&] {
    change_pool([](StakePool& changed) { changed.cooling = ~u64{0}; });
    expect_overflow(cooling(kAlice, 1));
  });
  restoring([&] {
    change_pool([](StakePool& changed) { changed.cooling = 10; });
    expect_overflow(cancelling(kAlice));
    pass(kCooldown);
    expect_overflow(unstaking(kAlice));
  });
  restoring([&] {
    change_pool([](StakePool& changed) { changed.slashed = ~u64{0}; });
    expect_overflow(slashing(kAlice, 50));
  });
  restoring([&] {
    change_pool([](StakePool& changed) { changed.stream_amount = ~u64{0}; });
    expect_overflow(funding(1, kDaySeconds));
  });
  restoring([&] {
    change_stake([](StakeRecord& record) { record.owed_staker = 10; });
    expect_overflow(claiming(kAlice));
  });
}

TEST_P(GuardTest, times_stay_in_range) {
  change_pool([](StakePool& changed) { changed.cooldown_s = changed.bond_cooldown_s = 0x7fff'ffff'ffff'ffff; });
  expect_overflow(cooling(kAlice, 1));
  expect_overflow(beginning_unbond(kAlice, 1));
}

TEST_P(GuardTest, a_vault_that_holds_less_pays_nobody) {
  put_tokens(kVault, {.mint = kMint, .owner = kPool, .amount = 0});
  change_pool([](StakePool& changed) {
    changed.slashed = 5;
    changed.rewards_owed = 10;
  });
  change_stake([](StakeRecord& record) { record.owed_staker = 10; });
  EXPECT_FALSE(run(collecting()).ok());
  EXPECT_FALSE(run(claiming(kAlice)).ok());
  pass(kCooldown);
  EXPECT_FALSE(run(unstaking(kAlice)).ok());
  EXPECT_EQ(stake(kAlice).cooling_amount, 100u);
}

TEST_P(GuardTest, a_stake_that_is_owed_or_pledged_is_not_closed) {
  change_stake([](StakeRecord& record) { record.amount = record.cooling_amount = record.bonded_amount = 0; });
  for (u64 StakeRecord::* owed :
       {&StakeRecord::owed_staker, &StakeRecord::owed_developer, &StakeRecord::owed_treasury}) {
    restoring([&] {
      change_stake([&](StakeRecord& record) { record.*owed = 1; });
      EXPECT_TRUE(fails(run(closing(kAlice)), StakingError::StakeNotEmpty));
    });
  }
  restoring([&] {
    change_stake([](StakeRecord& record) { record.pledged_to = kLicense; });
    EXPECT_TRUE(fails(run(closing(kAlice)), StakingError::StakeNotEmpty));
  });
  EXPECT_TRUE(succeeds(run(closing(kAlice))));
}

TEST_P(GuardTest, names_of_features_are_whole_and_sound) {
  Feature longer = feature("name", 1);
  longer.name.used = FeatureName::capacity() + 1;
  Feature reserved = feature("name", 1);
  reserved.reserved = 1;
  Feature rest = feature("name", 1);
  rest.name.chars[8] = 'x';
  Feature none = feature("", 1);
  Feature high = feature("name", 1);
  high.name.chars[0] = '\x7f';
  for (const Feature& bad : {reserved, rest, none, high})
    EXPECT_TRUE(fails(run(setting_features({bad})), StakingError::FeatureInvalid));
  EXPECT_FALSE(run(setting_features({longer})).ok());
  EXPECT_TRUE(fails(run(setting_features({feature("name", 1), feature("name", 2)})), StakingError::FeatureRepeated));
  EXPECT_TRUE(succeeds(run(setting_features({feature("nave", 1), feature("name", 2)}))));
}

}  // namespace
}  // namespace zest_staking::test
