// Disputes: the bond, the resolver, and what silence does.
#include "market_test.hpp"

namespace marketplace::test {
namespace {

class DisputeTest : public MarketTest {};
INSTANTIATE_TEST_SUITE_P(, DisputeTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(DisputeTest, an_open_dispute_stops_everything) {
  buy(LicenseKind::Subscription);
  ASSERT_TRUE(succeeds(run(disputing())));
  EXPECT_EQ(licensed().status, LicenseStatus::Disputed);
  EXPECT_EQ(tokens(kVault), 3'100u);
  EXPECT_EQ(tokens(kVault), owed());
  EXPECT_TRUE(fails(run(settling()), MarketError::DisputeOpen));
  EXPECT_TRUE(fails(run(refunding()), MarketError::DisputeOpen));
  EXPECT_TRUE(fails(run(disputing()), MarketError::DisputeOpen));
  EXPECT_TRUE(fails(run(closing()), MarketError::DisputeOpen));
}

TEST_P(DisputeTest, upheld_the_rest_is_shared_as_decided_and_the_bond_goes_back) {
  buy(LicenseKind::Perpetual);
  ASSERT_TRUE(succeeds(run(disputing())));
  EXPECT_TRUE(fails(run(with(resolving(6'000), 4, kStranger)), MarketError::NotResolver));
  EXPECT_TRUE(fails(run(without_signature(resolving(6'000), 4)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(resolving(10'001)), MarketError::ShareInvalid));
  ASSERT_TRUE(succeeds(run(resolving(6'000))));
  EXPECT_EQ(receipted().owed, 6'000u + 100u);
  EXPECT_EQ(listed().owed_developer, 2'800u);
  EXPECT_EQ(listed().owed_treasury, 1'200u);
  EXPECT_EQ(licensed().status, LicenseStatus::Refunded);
  EXPECT_EQ(tokens(kVault), owed());
  EXPECT_TRUE(fails(run(resolving(6'000)), MarketError::NoDispute));
}

TEST_P(DisputeTest, unfounded_the_licence_goes_on_and_the_bond_is_the_sellers) {
  buy(LicenseKind::Perpetual);
  ASSERT_TRUE(succeeds(run(disputing())));
  ASSERT_TRUE(succeeds(run(resolving(0))));
  EXPECT_EQ(licensed().status, LicenseStatus::Valid);
  EXPECT_EQ(listed().owed_developer, 100u);
  EXPECT_EQ(listed().owed_treasury, 0u) << "no payment, so nothing that rewards could be measured by";
  EXPECT_TRUE(fails(run(disputing()), MarketError::DisputedBefore));
  EXPECT_EQ(tokens(kVault), owed());
}

TEST_P(DisputeTest, silence_settles) {
  buy(LicenseKind::Perpetual);
  ASSERT_TRUE(succeeds(run(disputing())));
  EXPECT_TRUE(fails(run(lapsing()), MarketError::ResolverStillDue));
  pass(3 * kDaySeconds);
  EXPECT_TRUE(fails(run(resolving(10'000)), MarketError::ResolverTooLate));
  ASSERT_TRUE(succeeds(run(lapsing())));
  EXPECT_TRUE(fails(run(lapsing()), MarketError::NoDispute));
  EXPECT_EQ(receipted().owed, 100u);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 10'000u);
  EXPECT_TRUE(fails(run(disputing()), MarketError::DisputedBefore)) << "so nobody holds the money up for ever";
  ASSERT_TRUE(succeeds(run(collecting())));
  EXPECT_EQ(tokens(kVault), owed());
}

TEST_P(DisputeTest, only_what_is_left_can_be_disputed) {
  buy(LicenseKind::Perpetual);
  pass(kWindow);
  EXPECT_TRUE(fails(run(disputing()), MarketError::NothingLeft)) << "its window is over, settled or not";
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_TRUE(fails(run(disputing()), MarketError::NothingLeft));
}

TEST_P(DisputeTest, a_dispute_has_evidence_and_a_bond_of_the_licensees) {
  buy(LicenseKind::Perpetual);
  EXPECT_TRUE(fails(run(with(disputing(), 3, kStranger)), ErrorCode::ConstraintHasOne));
  auto blank = make<open_dispute>(
      {license(), receipt(), listing(), kBuyer, kMarket, kZest, kBuyerTokens, kVault, Token::kId}, {});
  EXPECT_TRUE(fails(run(blank), MarketError::EvidenceMissing));
  put_tokens(kBuyerTokens, kZest, kBuyer, 99);
  EXPECT_TRUE(fails(run(disputing()), "custom program error: 0x1"));
}

}  // namespace
}  // namespace marketplace::test
