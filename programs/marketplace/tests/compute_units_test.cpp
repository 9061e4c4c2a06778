// What every instruction costs on the real runtime, in the state that its users meet, and how large the program is:
// baseline.json is the limit.
#include "baseline.hpp"
#include "market_test.hpp"

namespace marketplace::test {
namespace {

using grapnel::examples::costs;
using grapnel::examples::has_size;

class MarketCost : public MarketTest {};
INSTANTIATE_TEST_SUITE_P(, MarketCost, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(MarketCost, of_the_market_and_a_listing) {
  EXPECT_TRUE(costs("initialize_market", run(opening())));
  EXPECT_TRUE(costs("set_parameters", run(setting(parameters()))));
  EXPECT_TRUE(costs("list_agent", run(listing_it())));
  EXPECT_TRUE(costs("publish_metadata", run(publishing(1))));
  EXPECT_TRUE(costs("update_listing", run(updating(kPrices))));
  EXPECT_TRUE(costs("delist_agent", run(delisting())));
  EXPECT_TRUE(costs("close_listing", run(closing_listing())));
}

TEST_P(MarketCost, of_a_sale_to_its_payment) {
  list();
  EXPECT_TRUE(costs("license_agent_perpetual", run(buying(LicenseKind::Perpetual, 1, ~u64{0}))));
  EXPECT_TRUE(costs("settle_early", run(settling())));
  pass(kWindow);
  EXPECT_TRUE(costs("settle", run(settling())));
  EXPECT_TRUE(costs("pay_share_developer", run(paying(Party::Developer))));
  EXPECT_TRUE(costs("pay_share_treasury", run(paying(Party::Treasury))));
  EXPECT_TRUE(costs("close_license", run(closing())));
}

TEST_P(MarketCost, of_a_subscription_given_up) {
  list();
  EXPECT_TRUE(costs("license_agent_subscription", run(buying(LicenseKind::Subscription, 1, ~u64{0}))));
  pass(kWindow);
  EXPECT_TRUE(costs("settle_subscription", run(settling())));
  EXPECT_TRUE(costs("refund", run(refunding())));
  EXPECT_TRUE(costs("collect_refund", run(collecting())));
}

TEST_P(MarketCost, of_uses) {
  list();
  EXPECT_TRUE(costs("license_agent_per_use", run(buying(LicenseKind::PerUse, 100, ~u64{0}))));
  put_wallet(wallet(10));
  pass(kWindow);
  EXPECT_TRUE(costs("settle_per_use", run(settling())));
  EXPECT_TRUE(costs("refund_per_use", run(refunding())));
}

TEST_P(MarketCost, of_a_dispute) {
  buy(LicenseKind::Perpetual);
  EXPECT_TRUE(costs("open_dispute", run(disputing())));
  EXPECT_TRUE(costs("resolve_dispute", run(resolving(6'000))));
  ASSERT_TRUE(succeeds(run(buying(LicenseKind::Perpetual, 1, ~u64{0}, 2))));
  ASSERT_TRUE(succeeds(run(disputing(2))));
  pass(3 * kDaySeconds);
  EXPECT_TRUE(costs("lapse_dispute", run(lapsing(2))));
}

TEST_P(MarketCost, of_a_pledge) {
  add_staking();
  put_stake(500, 91 * kDaySeconds);
  list();
  EXPECT_TRUE(costs("license_by_stake", run(pledging())));
  StakeRecord slashed = stake();
  slashed.amount = 499;
  put_stake(slashed);
  EXPECT_TRUE(costs("revoke_license", run(revoking())));
  EXPECT_TRUE(costs("release_stake", run(releasing())));
}

TEST_P(MarketCost, of_the_program_in_bytes) {
  if (chain.is_real()) EXPECT_TRUE(has_size("marketplace"));
}

}  // namespace
}  // namespace marketplace::test
