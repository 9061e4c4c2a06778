// What somebody would try for others' money or good name, each with the error that stops it. That the token program, the
// types and the relations refuse foreign accounts stands beside the instructions; here is what takes more than one step.
#include "market_test.hpp"

namespace marketplace::test {
namespace {

class MarketAttack : public MarketTest {
 protected:
  MarketAttack() { add_staking(); }

  // The figures of the one receipt of these tests that can be in question.
  void expect_whole() { EXPECT_EQ(tokens(kVault), owed()); }
};
INSTANTIATE_TEST_SUITE_P(, MarketAttack, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(MarketAttack, price_changed_under_the_buyer) {
  list();
  const auto purchase = buying(LicenseKind::Perpetual, 1, kPrices.perpetual);
  Prices dearer = kPrices;
  dearer.perpetual += 1;
  const Outcome outcome = chain.run({updating(dearer), purchase});
  EXPECT_TRUE(fails(outcome, MarketError::PriceAboveMaximum));
  EXPECT_EQ(outcome.instruction, 1u);
  EXPECT_EQ(tokens(kBuyerTokens), kStart);
}

TEST_P(MarketAttack, stake_asked_for_changed_under_the_buyer) {
  list();
  put_stake(1'000, 365 * kDaySeconds);
  Prices dearer = kPrices;
  dearer.stake += 1;
  EXPECT_TRUE(fails(chain.run({updating(dearer), pledging()}), MarketError::PriceAboveMaximum));
  dearer = kPrices;
  dearer.stake_s += kDaySeconds;
  EXPECT_TRUE(fails(chain.run({updating(dearer), pledging()}), MarketError::PriceAboveMaximum));
  EXPECT_EQ(stake().pledged_to, Pubkey{});
}

TEST_P(MarketAttack, price_changed_behind_the_buyer) {
  buy(LicenseKind::PerUse, 100);
  Prices dearer = kPrices;
  dearer.use = 70;
  ASSERT_TRUE(succeeds(run(updating(dearer))));
  put_wallet(wallet(10));
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_EQ(receipted().refunded, 630u) << "at the price of the sale";
}

TEST_P(MarketAttack, window_changed_behind_the_buyer) {
  buy(LicenseKind::Perpetual);
  Parameters shorter = parameters();
  shorter.dispute_window_s = kHour;
  ASSERT_TRUE(succeeds(run(setting(shorter))));
  pass(kHour);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 0u);
  EXPECT_TRUE(succeeds(run(disputing())));
}

TEST_P(MarketAttack, terms_that_are_stale) {
  list();
  agent_.terms = hash_of(0x7f);
  put_agent();
  put_stake(500, 91 * kDaySeconds);
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, ~u64{0})), MarketError::TermsChanged));
  EXPECT_TRUE(fails(run(pledging()), MarketError::TermsChanged));
}

TEST_P(MarketAttack, treasury_equal_to_developer) {
  open_market();
  EXPECT_TRUE(fails(run(listing_it(kPrices, zestron::kGovernanceAuthority)), MarketError::PayeeIsTreasury));
  ASSERT_TRUE(succeeds(run(listing_it())));
  EXPECT_TRUE(fails(run(updating(kPrices, zestron::kGovernanceAuthority)), MarketError::PayeeIsTreasury));
  // The other way round: a treasury that is somebody's who could be a payee.
  Parameters foreign = parameters();
  foreign.treasury = kPayeeTokens;
  EXPECT_TRUE(fails(run(with(setting(foreign), 3, kPayeeTokens)), MarketError::TreasuryInvalid));
}

TEST_P(MarketAttack, licence_of_another_agent) {
  buy(LicenseKind::Perpetual);
  const Pubkey other_agent = key(50);
  chain.put(other_agent, agent_, agent_factory::kProgramId);
  const Pubkey other_listing = find_program_address(kProgramId, kListingSeed, other_agent).address;
  ASSERT_TRUE(succeeds(run(with(with(listing_it(), 1, other_agent), 2, other_listing))));
  pass(kWindow);
  EXPECT_TRUE(fails(run(with(settling(), 2, other_listing)), ErrorCode::ConstraintHasOne)) << "earned by another";
  EXPECT_TRUE(fails(run(with(closing(), 2, other_listing)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(disputing(), 2, other_listing)), ErrorCode::ConstraintHasOne));
  auto resolve = with(resolving(0), 2, other_listing);
  EXPECT_TRUE(fails(run(resolve), ErrorCode::ConstraintHasOne)) << "the bond for another";
  EXPECT_TRUE(
      fails(run(with(buying(LicenseKind::Perpetual, 1, ~u64{0}, 2), 2, other_listing)), ErrorCode::ConstraintHasOne))
      << "at another's price";
}

TEST_P(MarketAttack, stake_licence_of_another_agent) {
  list();
  const Pubkey other_agent = key(50);
  chain.put(other_agent, agent_, agent_factory::kProgramId);
  const Pubkey other_listing = find_program_address(kProgramId, kListingSeed, other_agent).address;
  ASSERT_TRUE(succeeds(run(with(with(listing_it(), 1, other_agent), 2, other_listing))));
  put_stake(500, 91 * kDaySeconds);
  EXPECT_TRUE(fails(run(with(pledging(), 2, other_listing)), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(succeeds(run(pledging())));
  EXPECT_TRUE(fails(run(with(releasing(), 2, other_listing)), MarketError::AgentReplaced)) << "counted down elsewhere";
}

TEST_P(MarketAttack, receipt_of_another_licence) {
  buy(LicenseKind::Subscription);
  ASSERT_TRUE(succeeds(run(buying(LicenseKind::PerUse, 100, ~u64{0}, 2))));
  const Pubkey other = receipt(2);
  EXPECT_TRUE(fails(run(with(settling(), 1, other)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(refunding(), 1, other)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(closing(), 1, other)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(disputing(), 1, other)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(resolving(0), 1, other)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(lapsing(), 1, other)), ErrorCode::ConstraintHasOne));
}

TEST_P(MarketAttack, listing_of_anothers_agent) {
  open_market();
  EXPECT_TRUE(fails(run(with(listing_it(), 0, kStranger)), MarketError::NotSeller));
  EXPECT_TRUE(fails(run(without_signature(listing_it(), 0)), ErrorCode::AccountNotSigner));
  chain.put(key(50), agent_, kStranger);
  const Pubkey at = find_program_address(kProgramId, kListingSeed, key(50)).address;
  EXPECT_TRUE(fails(run(with(with(listing_it(), 1, key(50)), 2, at)), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(MarketAttack, listing_changed_by_another) {
  list();
  for (const auto& instruction : {updating(kPrices, kStranger), delisting()}) {
    EXPECT_TRUE(fails(run(with(instruction, 1, kStranger)), ErrorCode::ConstraintHasOne));
    EXPECT_TRUE(fails(run(without_signature(instruction, 1)), ErrorCode::AccountNotSigner));
  }
  ASSERT_TRUE(succeeds(run(delisting())));
  EXPECT_TRUE(fails(run(with(closing_listing(), 1, kStranger)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(closing_listing(), 2, kStranger)), ErrorCode::ConstraintHasOne)) << "for its rent";
}

TEST_P(MarketAttack, agent_made_anew_behind_its_listing) {
  list();
  agent_.created_slot = kSlot + 1;
  put_agent();
  put_stake(500, 91 * kDaySeconds);
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, ~u64{0})), MarketError::AgentReplaced));
  EXPECT_TRUE(fails(run(pledging()), MarketError::AgentReplaced));
}

TEST_P(MarketAttack, dispute_twice) {
  buy(LicenseKind::Perpetual);
  ASSERT_TRUE(succeeds(run(disputing())));
  EXPECT_TRUE(fails(run(disputing()), MarketError::DisputeOpen));
  ASSERT_TRUE(succeeds(run(resolving(0))));
  EXPECT_TRUE(fails(run(disputing()), MarketError::DisputedBefore));
  EXPECT_TRUE(fails(run(resolving(10'000)), MarketError::NoDispute)) << "decided twice";
  EXPECT_TRUE(fails(run(lapsing()), MarketError::NoDispute));
  expect_whole();
}

TEST_P(MarketAttack, resolver_that_is_foreign_or_was) {
  buy(LicenseKind::Perpetual);
  ASSERT_TRUE(succeeds(run(disputing())));
  EXPECT_TRUE(fails(run(with(resolving(10'000), 4, kBuyer)), MarketError::NotResolver));
  EXPECT_TRUE(fails(run(with(resolving(0), 4, kSeller)), MarketError::NotResolver));
  EXPECT_TRUE(fails(run(without_signature(resolving(0), 4)), ErrorCode::AccountNotSigner));
  Parameters next = parameters();
  next.resolver = kStranger;
  ASSERT_TRUE(succeeds(run(setting(next))));
  EXPECT_TRUE(fails(run(resolving(10'000)), MarketError::NotResolver)) << "governance has named another";
  EXPECT_TRUE(succeeds(run(with(resolving(10'000), 4, kStranger))));
}

TEST_P(MarketAttack, dispute_of_what_was_earned_but_not_settled) {
  buy(LicenseKind::Subscription);  // 30 days for 3,000
  pass(20 * kDaySeconds);
  ASSERT_TRUE(succeeds(run(disputing())));
  EXPECT_EQ(receipted().earned, 1'900u) << "what nobody had settled is the seller's all the same";
  ASSERT_TRUE(succeeds(run(resolving(10'000))));
  EXPECT_EQ(receipted().refunded, 1'100u);
  expect_whole();
}

TEST_P(MarketAttack, refund_after_settlement) {
  buy(LicenseKind::Subscription);
  pass(30 * kDaySeconds + kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_EQ(receipted().refunded, 0u) << "only from what is still there";
  EXPECT_TRUE(fails(run(refunding()), MarketError::LicenceEnded));
  EXPECT_TRUE(fails(run(collecting()), MarketError::NothingOwed));
  expect_whole();
}

TEST_P(MarketAttack, refund_by_another_or_elsewhere) {
  buy(LicenseKind::Subscription);
  EXPECT_TRUE(fails(run(with(refunding(), 2, kStranger)), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_TRUE(fails(run(without_signature(collecting(), 1)), ErrorCode::AccountNotSigner));
  put_tokens(key(30), kZest, kStranger, 0);
  EXPECT_TRUE(fails(run(with(collecting(), 5, key(30))), ErrorCode::ConstraintTokenOwner));
  put_tokens(key(31), kZest, zestron::kMarketplaceAuthority, 1'000'000);
  EXPECT_TRUE(fails(run(with(collecting(), 4, key(31))), ErrorCode::ConstraintHasOne)) << "out of another vault";
}

TEST_P(MarketAttack, licence_closed_and_revived) {
  buy(LicenseKind::PerUse, 100);
  put_wallet(wallet(40));
  ASSERT_TRUE(succeeds(run(refunding())));
  ASSERT_TRUE(succeeds(run(collecting())));
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  pass(kWindow);
  ASSERT_TRUE(succeeds(chain.run({settling(), closing()})));
  for (const auto& again : {settling(), refunding(), lapsing(), disputing(), closing(), resolving(0)}) {
    EXPECT_TRUE(fails(run(again), ErrorCode::AccountNotInitialized));
  }
  // Lamports sent to the address make no licence of it.
  chain.fund(license(), Lamports{1'000'000'000});
  EXPECT_TRUE(fails(run(settling()), ErrorCode::AccountOwnedByWrongProgram));
  // Bought anew under its number it begins anew: the wallet's uses of before are paid.
  ASSERT_TRUE(succeeds(run(buying(LicenseKind::PerUse, 100, ~u64{0}))));
  EXPECT_EQ(licensed().uses_settled, 1'040u);
  put_wallet(wallet(45));
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(licensed().uses_paid, 5u);
}

TEST_P(MarketAttack, uses_hidden_by_a_foreign_wallet) {
  buy(LicenseKind::PerUse, 100);
  put_wallet(wallet(10));
  for (const bool refund_it : {true, false}) {
    const auto asked = [&](const Pubkey& given) { return run(with(refund_it ? refunding() : settling(), 3, given)); };
    EXPECT_TRUE(fails(asked(kStranger), MarketError::WalletMissing));
    EXPECT_TRUE(fails(asked(wallet_of(kStranger)), MarketError::WalletMissing));
    Wallet foreign = wallet(0);
    foreign.beneficiary = kStranger;
    chain.put(key(40), foreign, agent_factory::kProgramId);
    EXPECT_TRUE(fails(asked(key(40)), MarketError::WalletOfAnother)) << "another licensee's";
    foreign = wallet(0);
    foreign.agent = key(50);
    chain.put(key(40), foreign, agent_factory::kProgramId);
    EXPECT_TRUE(fails(asked(key(40)), MarketError::WalletOfAnother)) << "for another agent";
    chain.put(key(41), wallet(0), kStranger);
    EXPECT_TRUE(fails(asked(key(41)), MarketError::WalletMissing)) << "a wallet by its bytes only";
    Wallet unreadable = wallet(0);
    unreadable.version = 0;
    chain.put(key(42), unreadable, agent_factory::kProgramId);
    EXPECT_TRUE(fails(asked(key(42)), MarketError::LayoutUnknown));
  }
  EXPECT_EQ(licensed().uses_paid, 0u);
}

TEST_P(MarketAttack, new_licence_that_begins_with_a_foreign_wallet) {
  list();
  EXPECT_TRUE(fails(run(with(buying(LicenseKind::PerUse, 1, ~u64{0}), 9, kStranger)), MarketError::WalletMissing));
  EXPECT_TRUE(succeeds(run(with(buying(LicenseKind::Perpetual, 1, ~u64{0}), 9, kStranger)))) << "nothing is counted";
}

TEST_P(MarketAttack, uses_overstated) {
  buy(LicenseKind::PerUse, 100);
  put_wallet(wallet(~u64{0} - 1'000));
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(licensed().uses_paid, 100u) << "no more than were bought";
  put_wallet(wallet(5));
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(licensed().uses_paid, 100u) << "a counter that ran back takes nothing back";
  pass(2 * kWindow);
  ASSERT_TRUE(succeeds(chain.run({settling()})));
  pass(2 * kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(receipted().earned, 700u);
  expect_whole();
}

TEST_P(MarketAttack, uses_counted_for_a_licence_the_wallet_has_left) {
  buy(LicenseKind::PerUse, 100);
  Wallet elsewhere = wallet(50);
  elsewhere.license = license(2);
  put_wallet(elsewhere);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_EQ(licensed().uses_paid, 0u);
}

TEST_P(MarketAttack, stake_pledged_twice) {
  list();
  put_stake(1'000'000, 365 * kDaySeconds);
  ASSERT_TRUE(succeeds(run(pledging())));
  EXPECT_TRUE(fails(run(pledging(2)), MarketError::StakePledged)) << "however large it is";
  EXPECT_EQ(stake().pledged_to, license());
}

TEST_P(MarketAttack, stake_of_somebody_else) {
  list();
  put_stake(500, 91 * kDaySeconds, kSecondBuyer);
  EXPECT_TRUE(fails(run(with(pledging(), 6, stake_of(kSecondBuyer))), ErrorCode::ConstraintHasOne));
  put_stake(500, 91 * kDaySeconds);
  StakeRecord fake = stake();
  chain.put(key(50), fake, kStranger);
  EXPECT_TRUE(fails(run(with(pledging(), 6, key(50))), ErrorCode::AccountOwnedByWrongProgram));
  ASSERT_TRUE(succeeds(run(pledging())));
  EXPECT_TRUE(fails(run(with(releasing(), 4, stake_of(kSecondBuyer))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(revoking(), 1, stake_of(kSecondBuyer))), ErrorCode::ConstraintHasOne))
      << "another's small stake ends nobody's licence";
}

TEST_P(MarketAttack, other_program_in_the_staking_programs_place) {
  list();
  put_stake(500, 91 * kDaySeconds);
  EXPECT_TRUE(fails(run(with(pledging(), 8, System::kId)), ErrorCode::InvalidProgramId));
  EXPECT_TRUE(fails(run(with(pledging(), 7, kStranger)), ErrorCode::ConstraintAddress));
}

TEST_P(MarketAttack, seller_kept_waiting_by_counting_often) {
  buy(LicenseKind::PerUse, 100);
  for (u64 hour = 1; hour <= 2 * 48; ++hour) {
    put_wallet(wallet(hour));
    ASSERT_TRUE(succeeds(run(settling())));
    pass(kHour);
  }
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_GE(receipted().earned, 7u * 48) << "whoever settles every hour puts nothing off for more than two windows";
}

TEST_P(MarketAttack, seller_kept_from_closing) {
  buy(LicenseKind::Subscription);
  pass(30 * kDaySeconds - 1);
  ASSERT_TRUE(succeeds(run(delisting())));
  const auto by_seller = with(closing(), 3, kSeller);
  EXPECT_TRUE(fails(run(by_seller), MarketError::LicenceStillRuns));
  pass(1);
  EXPECT_TRUE(fails(run(by_seller), MarketError::MoneyLeft));
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_TRUE(fails(run(without_signature(by_seller, 3)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(with(by_seller, 4, kSeller)), ErrorCode::ConstraintHasOne)) << "for the licensee's rent";
  ASSERT_TRUE(succeeds(run(by_seller)));
  ASSERT_TRUE(succeeds(chain.run({paying(Party::Developer), paying(Party::Treasury), closing_listing()})));
}

TEST_P(MarketAttack, licence_closed_by_another_while_it_lives) {
  buy(LicenseKind::Perpetual);
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  EXPECT_TRUE(fails(run(with(closing(), 3, kSeller)), MarketError::LicenceStillRuns));
  ASSERT_TRUE(succeeds(run(buying(LicenseKind::PerUse, 100, ~u64{0}, 2))));
  EXPECT_TRUE(fails(run(with(closing(2), 3, kSeller)), MarketError::LicenceStillRuns));
}

TEST_P(MarketAttack, money_held_up_by_a_dispute_for_ever) {
  buy(LicenseKind::Perpetual);
  pass(kWindow - 1);
  ASSERT_TRUE(succeeds(run(disputing())));
  pass(parameters().resolve_window_s);
  ASSERT_TRUE(succeeds(chain.run({lapsing(), settling()}))) << "silence settles, by anyone's hand";
  EXPECT_EQ(receipted().earned, 10'000u);
}

TEST_P(MarketAttack, donation_to_the_vault) {
  buy(LicenseKind::Perpetual);
  put_tokens(kVault, kZest, zestron::kMarketplaceAuthority, 10'000 + 77);
  pass(kWindow);
  ASSERT_TRUE(succeeds(chain.run({settling(), paying(Party::Developer), paying(Party::Treasury)})));
  EXPECT_EQ(tokens(kPayeeTokens), 7'000u);
  EXPECT_EQ(tokens(kTreasury), 3'000u);
  EXPECT_EQ(tokens(kVault), 77u) << "a gift is nobody's";
}

TEST_P(MarketAttack, rounding_dust_in_many_bookings) {
  Prices odd = kPrices;
  odd.period = 101;
  odd.period_s = 7 * kDaySeconds;
  open_market();
  ASSERT_TRUE(succeeds(run(listing_it(odd))));
  ASSERT_TRUE(succeeds(run(buying(LicenseKind::Subscription, 1, 101))));
  pass(kWindow);
  for (int day = 0; day < 8; ++day) {
    ASSERT_TRUE(succeeds(run(settling())));
    const Listing now = listed();
    EXPECT_EQ(now.owed_developer + now.owed_treasury, receipted().earned);
    EXPECT_LE(now.owed_developer * 10, receipted().earned * 7) << "never above 70 %: dust is the treasury's";
    pass(kDaySeconds);
  }
  EXPECT_EQ(receipted().earned, 101u);
  expect_whole();
}

TEST_P(MarketAttack, other_markets_and_vaults) {
  buy(LicenseKind::Perpetual);
  pass(kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  const Market copy = *chain.state<Market>(kMarket);
  chain.put(key(50), copy, kStranger);
  EXPECT_TRUE(fails(run(with(paying(Party::Developer), 0, key(50))), ErrorCode::AccountOwnedByWrongProgram));
  chain.put(key(50), copy, kProgramId);
  EXPECT_TRUE(fails(run(with(paying(Party::Developer), 0, key(50))), ErrorCode::ConstraintSeeds));
  put_tokens(key(51), kZest, zestron::kMarketplaceAuthority, 1'000'000);
  EXPECT_TRUE(fails(run(with(paying(Party::Developer), 3, key(51))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(paying(Party::Developer), 5, kStranger)), ErrorCode::ConstraintAddress));
  EXPECT_TRUE(fails(run(with(paying(Party::Developer), 1, receipt())), ErrorCode::AccountDidNotDeserialize));
}

TEST_P(MarketAttack, accounts_of_another_layout) {
  buy(LicenseKind::Subscription);
  const auto spoiled = [&](const auto& state, const Pubkey& at, const client::Instruction& asked) {
    auto newer = state;
    newer.version = kLayoutVersion + 1;
    chain.put(at, newer, kProgramId);
    EXPECT_TRUE(fails(run(asked), MarketError::LayoutUnknown));
    chain.put(at, state, kProgramId);
  };
  spoiled(licensed(), license(), settling());
  spoiled(receipted(), receipt(), settling());
  spoiled(listed(), listing(), settling());
  spoiled(*chain.state<Market>(kMarket), kMarket, disputing());
  AgentState newer = agent_;
  newer.version = 0;
  chain.put(kAgent, newer, agent_factory::kProgramId);
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, ~u64{0}, 2)), MarketError::LayoutUnknown));
  ASSERT_TRUE(succeeds(run(refunding())));
}

}  // namespace
}  // namespace marketplace::test
