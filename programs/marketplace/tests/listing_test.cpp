// The market's beginning and its parameters, listings and their metadata.
#include "market_test.hpp"

namespace marketplace::test {
namespace {

class ListingTest : public MarketTest {};
INSTANTIATE_TEST_SUITE_P(, ListingTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(ListingTest, the_deployer_opens_the_market_once) {
  ASSERT_TRUE(succeeds(run(opening())));
  const Market market = *chain.state<Market>(kMarket);
  EXPECT_EQ(market.authority, zestron::kGovernanceAuthority);
  EXPECT_EQ(market.mint, kZest);
  EXPECT_EQ(market.vault, kVault);
  EXPECT_EQ(market.decimals, 9);
  EXPECT_FALSE(run(opening()).ok());
}

TEST_P(ListingTest, nobody_else_opens_the_market) {
  EXPECT_TRUE(fails(run(with(opening(), 0, kStranger)), MarketError::NotDeployer));
  grapnel::testing::set_upgrade_authority(chain, kProgramId, kStranger);
  EXPECT_TRUE(fails(run(opening()), MarketError::NotDeployer));
}

TEST_P(ListingTest, a_market_has_windows_a_bond_and_a_treasury) {
  const auto open_with = [&](const Parameters& p, i64 epoch_s) { return run(opening(p, epoch_s)); };
  const auto changed = [&](auto change) {
    Parameters p = parameters();
    change(p);
    return p;
  };
  constexpr i64 kWeek = 7 * kDaySeconds;
  for (const Parameters& bad :
       {changed([](auto& p) { p.dispute_window_s = kHour - 1; }), changed([](auto& p) { p.dispute_bond = 0; }),
        changed([](auto& p) { p.resolve_window_s = 61 * kDaySeconds; }), changed([](auto& p) { p.resolver = {}; })}) {
    EXPECT_TRUE(fails(open_with(bad, kWeek), MarketError::ParametersInvalid));
  }
  EXPECT_TRUE(fails(open_with(parameters(), 0), MarketError::EpochInvalid));
  EXPECT_TRUE(
      fails(open_with(changed([](auto& p) { p.treasury = kPayeeTokens; }), kWeek), MarketError::TreasuryInvalid));
}

TEST_P(ListingTest, only_governance_sets_parameters) {
  open_market();
  Parameters next = parameters();
  next.resolver = kStranger;
  EXPECT_TRUE(fails(run(with(setting(next), 1, kDeployer)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(succeeds(run(setting(next))));
  EXPECT_EQ(chain.state<Market>(kMarket)->parameters.resolver, kStranger);
  EXPECT_TRUE(fails(run(without_signature(setting(next), 1)), ErrorCode::AccountNotSigner));
  next.dispute_bond = 0;
  EXPECT_TRUE(fails(run(setting(next)), MarketError::ParametersInvalid));
  next = parameters();
  next.treasury = kVault;
  EXPECT_TRUE(fails(run(with(setting(next), 3, kVault)), MarketError::TreasuryInvalid));
}

TEST_P(ListingTest, a_published_agent_is_listed_by_its_owner) {
  open_market();
  EXPECT_TRUE(fails(run(with(listing_it(), 0, kStranger)), MarketError::NotSeller));
  EXPECT_TRUE(fails(run(listing_it(kPrices, Pubkey{})), MarketError::PayeeMissing));
  EXPECT_TRUE(fails(run(listing_it(kPrices, zestron::kGovernanceAuthority)), MarketError::PayeeIsTreasury));
  EXPECT_TRUE(fails(run(listing_it(Prices{})), MarketError::PricesInvalid));
  Prices odd = kPrices;
  odd.period_s = kDaySeconds + 1;
  EXPECT_TRUE(fails(run(listing_it(odd)), MarketError::PricesInvalid));
  for (const Lifecycle state : {Lifecycle::Created, Lifecycle::Suspended, Lifecycle::Retired}) {
    agent_.lifecycle = state;
    put_agent();
    EXPECT_TRUE(fails(run(listing_it()), MarketError::AgentNotForSale));
  }
  agent_.lifecycle = Lifecycle::Licensed;
  put_agent();
  ASSERT_TRUE(succeeds(run(listing_it())));
  EXPECT_EQ(listed().seller, kSeller);
  EXPECT_EQ(listed().agent_created_slot, kSlot);
  EXPECT_FALSE(run(listing_it()).ok()) << "once";
}

TEST_P(ListingTest, a_published_version_never_changes) {
  list();
  EXPECT_TRUE(fails(run(publishing(0)), MarketError::VersionNotNext));
  ASSERT_TRUE(succeeds(run(publishing(1))));
  EXPECT_FALSE(run(publishing(1, 0xd1)).ok());
  EXPECT_TRUE(fails(run(publishing(3)), MarketError::VersionNotNext));
  ASSERT_TRUE(succeeds(run(publishing(2, 0xd1))));
  const auto first = chain.state<Metadata>(metadata(1));
  EXPECT_EQ((*first)[&Metadata::uri], "ar://document");
  EXPECT_TRUE(equal((*first).hash, hash_of(0xd0)));
  EXPECT_EQ(listed().metadata_version, 2u);
  EXPECT_TRUE(fails(run(publishing(3, 0)), MarketError::MetadataHashMissing));
  EXPECT_TRUE(fails(run(publishing(3, 1, "")), MarketError::MetadataUriInvalid));
  EXPECT_TRUE(fails(run(with(publishing(3), 0, kStranger)), ErrorCode::ConstraintHasOne));
}

TEST_P(ListingTest, nor_by_closing_and_listing_again) {
  list();
  ASSERT_TRUE(succeeds(run(publishing(1))));
  ASSERT_TRUE(succeeds(run(delisting())));
  ASSERT_TRUE(succeeds(run(closing_listing())));
  ASSERT_TRUE(succeeds(run(listing_it())));
  EXPECT_FALSE(run(publishing(1, 0xd1)).ok());
  EXPECT_TRUE(succeeds(run(publishing(2, 0xd1))));
}

TEST_P(ListingTest, a_seller_changes_prices_and_delists) {
  list();
  Prices next = kPrices;
  next.perpetual = 1;
  EXPECT_TRUE(fails(run<update_listing>({listing(), kStranger}, {next, kPayee}), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(succeeds(run<update_listing>({listing(), kSeller}, {next, kStranger})));
  EXPECT_EQ(listed().prices.perpetual, 1u);
  EXPECT_EQ(listed().payee, kStranger);
  EXPECT_TRUE(fails(run(closing_listing()), MarketError::ListedStill));
  ASSERT_TRUE(succeeds(run(delisting())));
  EXPECT_TRUE(fails(run(delisting()), MarketError::NotListed));
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, ~u64{0})), MarketError::NotListed));
  const Lamports before = chain.account(kSeller).lamports;
  ASSERT_TRUE(succeeds(run(closing_listing())));
  EXPECT_EQ(chain.account(kSeller).lamports.value() - before.value(), chain.rent(kListingSpace).value());
}

TEST_P(ListingTest, a_listing_with_licences_or_debts_stays) {
  buy(LicenseKind::Perpetual);
  ASSERT_TRUE(succeeds(run(delisting())));
  EXPECT_TRUE(fails(run(closing_listing()), MarketError::LicencesOpen));
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  ASSERT_TRUE(succeeds(run(closing())));
  EXPECT_TRUE(fails(run(closing_listing()), MarketError::SharesUnpaid));
  ASSERT_TRUE(succeeds(run(paying(Party::Developer))));
  EXPECT_TRUE(fails(run(closing_listing()), MarketError::SharesUnpaid));
  ASSERT_TRUE(succeeds(run(paying(Party::Treasury))));
  EXPECT_TRUE(succeeds(run(closing_listing())));
}

}  // namespace
}  // namespace marketplace::test
