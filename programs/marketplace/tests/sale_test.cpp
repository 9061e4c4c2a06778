// Buying a licence for money.
#include "market_test.hpp"

namespace marketplace::test {
namespace {

class SaleTest : public MarketTest {};
INSTANTIATE_TEST_SUITE_P(, SaleTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(SaleTest, a_perpetual_licence) {
  list();
  const Outcome outcome = run(buying(LicenseKind::Perpetual, 1, 10'000));
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(tokens(kVault), 10'000u);
  EXPECT_EQ(tokens(kBuyerTokens), kStart - 10'000);
  EXPECT_EQ(outcome.event<AgentLicensed>()->paid, 10'000u);
  const License bought = licensed();
  EXPECT_EQ(bought.agent, kAgent);
  EXPECT_EQ(bought.licensee, kBuyer);
  EXPECT_EQ(bought.agent_created_slot, kSlot);
  EXPECT_EQ(bought.expires_at, 0);
  EXPECT_TRUE(equal(bought.terms, hash_of(0x7e)));
  EXPECT_EQ(listed().licence_count, 1u);
  EXPECT_FALSE(run(buying(LicenseKind::Perpetual, 1, 10'000)).ok()) << "a number is used once";
  EXPECT_TRUE(succeeds(run(buying(LicenseKind::Perpetual, 1, 10'000, 2))));
}

TEST_P(SaleTest, periods_and_uses_are_bought_in_numbers) {
  list();
  ASSERT_TRUE(succeeds(run(buying(LicenseKind::Subscription, 3, 9'000))));
  EXPECT_EQ(licensed().expires_at, licensed().started_at + 90 * kDaySeconds);
  ASSERT_TRUE(succeeds(run(buying(LicenseKind::PerUse, 100, 700, 2))));
  EXPECT_EQ(licensed(2).uses_bought, 100u);
  EXPECT_EQ(tokens(kVault), 9'700u);
}

TEST_P(SaleTest, the_buyer_names_the_most_they_pay_and_the_terms) {
  list();
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, 9'999)), MarketError::PriceAboveMaximum));
  agent_.terms = hash_of(0x7f);
  put_agent();
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, 10'000)), MarketError::TermsChanged));
}

TEST_P(SaleTest, an_agent_that_cannot_run_is_not_sold) {
  list();
  for (const Lifecycle state : {Lifecycle::Created, Lifecycle::Suspended, Lifecycle::Retired}) {
    agent_.lifecycle = state;
    put_agent();
    EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, 10'000)), MarketError::AgentNotForSale));
  }
  agent_.lifecycle = Lifecycle::Active;
  agent_.created_slot = kSlot + 1;
  put_agent();
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, 10'000)), MarketError::AgentReplaced));
}

TEST_P(SaleTest, only_what_is_offered) {
  open_market();
  ASSERT_TRUE(succeeds(
      run(listing_it(Prices{.perpetual = 0, .period = 0, .period_s = 0, .use = 7, .stake = 0, .stake_s = 0}))));
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, ~u64{0})), MarketError::NotOffered));
  EXPECT_TRUE(fails(run(buying(LicenseKind::Subscription, 1, ~u64{0})), MarketError::NotOffered));
  EXPECT_TRUE(fails(run(buying(LicenseKind::LockedStake, 1, ~u64{0})), MarketError::NotOffered));
  EXPECT_TRUE(fails(run(buying(LicenseKind::PerUse, 0, ~u64{0})), MarketError::QuantityInvalid));
  EXPECT_TRUE(fails(run(buying(LicenseKind::PerUse, ~u64{0}, ~u64{0})), MarketError::AmountOverflow));
}

TEST_P(SaleTest, quantities_that_make_no_sense) {
  list();
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 2, ~u64{0})), MarketError::QuantityInvalid));
  EXPECT_TRUE(fails(run(buying(LicenseKind::Subscription, 49, ~u64{0})), MarketError::QuantityInvalid));
  EXPECT_TRUE(fails(run(buying(LicenseKind::Subscription, u64{1} << 33, ~u64{0})), MarketError::QuantityInvalid));
}

TEST_P(SaleTest, other_accounts_are_refused) {
  list();
  put_mint(kOtherMint);
  put_tokens(key(30), kOtherMint, kBuyer, 1'000'000);
  put_tokens(key(31), kZest, zestron::kMarketplaceAuthority, 0);
  put_tokens(key(32), kZest, kStranger, 1'000'000);
  const auto buy_it = buying(LicenseKind::Perpetual, 1, ~u64{0});
  EXPECT_TRUE(fails(run(with(buy_it, 6, kOtherMint)), ErrorCode::ConstraintHasOne)) << "another mint";
  EXPECT_TRUE(fails(run(with(buy_it, 7, key(30))), ErrorCode::ConstraintTokenMint)) << "tokens of another mint";
  EXPECT_TRUE(fails(run(with(buy_it, 8, key(31))), ErrorCode::ConstraintHasOne)) << "another vault";
  EXPECT_TRUE(fails(run(with(buy_it, 10, Token2022::kId)), ErrorCode::ConstraintHasOne)) << "another token program";
  EXPECT_TRUE(fails(run(with(buy_it, 7, key(32))), "custom program error: 0x4")) << "somebody else's tokens";
  EXPECT_TRUE(fails(run(with(buy_it, 7, kVault)), ErrorCode::ConstraintDuplicateMutableAccount));
  EXPECT_TRUE(fails(run(with(buy_it, 1, key(40))), ErrorCode::AccountNotInitialized)) << "another agent";
  EXPECT_TRUE(fails(run(with(buy_it, 4, license(2))), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run(with(buy_it, 0, kStranger)), ErrorCode::ConstraintSeeds)) << "in another's name";
}

}  // namespace
}  // namespace marketplace::test
