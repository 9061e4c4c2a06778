// What is earned, settled, refunded and paid.
#include "market_test.hpp"

namespace marketplace::test {
namespace {

class SettlementTest : public MarketTest {};
INSTANTIATE_TEST_SUITE_P(, SettlementTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(SettlementTest, nothing_is_booked_before_the_window_is_over) {
  buy(LicenseKind::Perpetual);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(listed().owed_developer, 0u);
  pass(kWindow - 1);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(listed().owed_developer, 0u);
  pass(1);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(listed().owed_developer, 7'000u);
  EXPECT_EQ(listed().owed_treasury, 3'000u);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(listed().owed_developer, 7'000u) << "once";
  EXPECT_EQ(tokens(kVault), owed());
}

TEST_P(SettlementTest, seventy_to_thirty_are_really_paid) {
  buy(LicenseKind::Perpetual);
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  ASSERT_TRUE(succeeds(run(paying(Party::Developer))));
  ASSERT_TRUE(succeeds(run(paying(Party::Treasury))));
  EXPECT_EQ(tokens(kPayeeTokens), 7'000u);
  EXPECT_EQ(tokens(kTreasury), 3'000u);
  EXPECT_EQ(tokens(kVault), 0u);
  EXPECT_TRUE(fails(run(paying(Party::Developer)), MarketError::NothingOwed));
  EXPECT_TRUE(fails(run(paying(Party::Treasury)), MarketError::NothingOwed));
  const u64 epoch = epoch_of(chain.clock().unix_timestamp, 7 * kDaySeconds);
  EXPECT_EQ(listed().treasury_epochs.of(epoch), 3'000u);
  EXPECT_EQ(chain.state<Market>(kMarket)->treasury_epochs.of(epoch), 3'000u);
}

TEST_P(SettlementTest, shares_go_to_those_they_belong_to) {
  buy(LicenseKind::Perpetual);
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  put_tokens(key(30), kZest, kStranger, 0);
  EXPECT_TRUE(fails(run(with(paying(Party::Developer), 4, key(30))), MarketError::PayeeAccountInvalid));
  EXPECT_TRUE(fails(run(with(paying(Party::Treasury), 4, key(30))), MarketError::PayeeAccountInvalid));
  EXPECT_TRUE(fails(run(with(paying(Party::Treasury), 4, kPayeeTokens)), MarketError::PayeeAccountInvalid));
  EXPECT_TRUE(fails(run(with(paying(Party::Developer), 4, kTreasury)), MarketError::PayeeAccountInvalid));
  EXPECT_TRUE(fails(run(with(paying(Party::Developer), 4, kVault)), ErrorCode::ConstraintDuplicateMutableAccount));
}

TEST_P(SettlementTest, a_frozen_payee_holds_up_nobody_else) {
  buy(LicenseKind::Perpetual);
  pass(kWindow);
  put_tokens(kPayeeTokens, kZest, kPayee, 0, 2);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_TRUE(fails(run(paying(Party::Developer)), "custom program error: 0x11"));
  EXPECT_TRUE(succeeds(run(paying(Party::Treasury))));
  EXPECT_TRUE(succeeds(run(closing())));
  put_tokens(key(30), kZest, kPayee, 0);
  EXPECT_TRUE(succeeds(run(with(paying(Party::Developer), 4, key(30))))) << "another account of the payee will do";
}

TEST_P(SettlementTest, a_started_day_of_a_subscription_is_earned) {
  buy(LicenseKind::Subscription);  // 30 days for 3,000
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 100u) << "the day that began two days ago";
  pass(kDaySeconds - 1);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 100u);
  pass(1);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 200u);

  // Refunded in the fourth day: four are the seller's, the others go back at once.
  const Outcome outcome = run(refunding());
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(outcome.event<Refunded>()->amount, 2'600u);
  EXPECT_EQ(licensed().status, LicenseStatus::Refunded);
  EXPECT_TRUE(fails(run(refunding()), MarketError::LicenceEnded));
  ASSERT_TRUE(succeeds(run(collecting())));
  EXPECT_TRUE(fails(run(collecting()), MarketError::NothingOwed));
  EXPECT_EQ(tokens(kBuyerTokens), kStart - 400);
  EXPECT_TRUE(fails(run(closing()), MarketError::MoneyLeft));
  pass(60 * kDaySeconds);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 400u) << "and no more";
  EXPECT_EQ(tokens(kVault), owed());
  const Lamports before = chain.account(kBuyer).lamports;
  ASSERT_TRUE(succeeds(run(closing())));
  EXPECT_EQ(chain.account(kBuyer).lamports.value() - before.value(),
            chain.rent(agent_factory::kLicenseSpace).value() + chain.rent(kReceiptSpace).value());
  EXPECT_EQ(listed().licence_count, 0u);
}

TEST_P(SettlementTest, uses_are_read_from_the_wallet_and_wait_a_window) {
  buy(LicenseKind::PerUse, 100);
  put_wallet(wallet(10));
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(licensed().uses_paid, 10u);
  EXPECT_EQ(receipted().earned, 0u) << "they were seen now";
  pass(kHour);
  put_wallet(wallet(15));
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(licensed().uses_paid, 15u);
  pass(kWindow - kHour);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 70u) << "the ten of then; counting often puts nothing off";
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 105u);
}

TEST_P(SettlementTest, unused_uses_are_refunded) {
  buy(LicenseKind::PerUse, 100);
  put_wallet(wallet(10));
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_EQ(receipted().refunded, 630u);
  pass(2 * kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  pass(2 * kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 70u);
  EXPECT_EQ(tokens(kVault), owed());
}

TEST_P(SettlementTest, uses_cannot_be_hidden) {
  buy(LicenseKind::PerUse, 100);
  put_wallet(wallet(10));
  EXPECT_TRUE(fails(run(with(refunding(), 3, kStranger)), MarketError::WalletMissing));
  Wallet foreign = wallet(0);
  foreign.beneficiary = kStranger;
  chain.put(key(40), foreign, agent_factory::kProgramId);
  EXPECT_TRUE(fails(run(with(refunding(), 3, key(40))), MarketError::WalletOfAnother));
  chain.put(key(41), wallet(0), kStranger);
  EXPECT_TRUE(fails(run(with(refunding(), 3, key(41))), MarketError::WalletMissing)) << "a wallet by its bytes only";
}

TEST_P(SettlementTest, a_wallet_that_was_never_opened_has_no_uses) {
  buy(LicenseKind::PerUse, 100);
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_EQ(receipted().refunded, 700u);
}

TEST_P(SettlementTest, more_uses_than_bought_cost_no_more) {
  buy(LicenseKind::PerUse, 100);
  put_wallet(wallet(250));
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(licensed().uses_paid, 100u);
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_EQ(receipted().refunded, 0u);
}

TEST_P(SettlementTest, only_the_licensee_refunds_and_collects) {
  buy(LicenseKind::Subscription);
  EXPECT_TRUE(fails(run(with(refunding(), 2, kStranger)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(refunding(), 2)), ErrorCode::AccountNotSigner));
  ASSERT_TRUE(succeeds(run(refunding())));
  put_tokens(key(30), kZest, kStranger, 0);
  EXPECT_TRUE(fails(run(with(collecting(), 1, kStranger)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(collecting(), 5, key(30))), ErrorCode::ConstraintTokenOwner));
}

TEST_P(SettlementTest, a_perpetual_licence_is_not_refunded) {
  buy(LicenseKind::Perpetual);
  EXPECT_TRUE(fails(run(refunding()), MarketError::NotRefundable));
}

}  // namespace
}  // namespace marketplace::test
