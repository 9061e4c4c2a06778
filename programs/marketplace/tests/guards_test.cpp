// Every flag that an instruction asks for, every account under another owner or of another layout, every relation between two
// of them, and sums that no sequence of instructions can bring about: each is refused by name and changes nothing.
#include <grapnel/testing/flags.hpp>
#include <grapnel/testing/kinds.hpp>

#include "market_test.hpp"

namespace marketplace::test {
namespace {

using agent_factory::LicenseKind;
using agent_factory::LicenseStatus;

constexpr Pubkey kOtherTokens = key(30), kOtherVault = key(31), kOtherAgent = key(32), kOtherMarket = key(33);
constexpr Pubkey kElsewhere = key(34), kOtherPool = key(35);

// One licence per use that is paid for, another by stake; and beside everything else of the same type.
class MarketGuard : public MarketTest {
 protected:
  MarketGuard() {
    add_staking();
    buy(LicenseKind::PerUse, 100);
    put_wallet(wallet(0));
    put_stake(500, 91 * kDaySeconds);
    EXPECT_TRUE(succeeds(run(pledging(2))));
    put_mint(kOtherMint);
    put_tokens(kOtherTokens, kOtherMint, kBuyer, 1'000'000);
    put_tokens(kOtherVault, kZest, zestron::kMarketplaceAuthority, 1'000'000);
    chain.put(kOtherAgent, agent_, agent_factory::kProgramId);
    chain.put(kOtherMarket, *chain.state<Market>(kMarket), kProgramId);
    chain.set_account(kOtherPool, chain.account(kStakingPool));
  }

  template <auto Handler>
  std::string unasked(const std::string& flags) {
    return grapnel::testing::unasked<Marketplace, Handler>(chain, flags);
  }
  template <auto Handler>
  std::string unproven(const client::Instruction& whole) {
    return grapnel::testing::unproven<Marketplace, Handler, MarketError::LayoutUnknown>(chain, whole);
  }
  template <class E>
  void refuses(const client::Instruction& one, usize at, const Pubkey& instead, E error) {
    EXPECT_TRUE(fails(run(with(one, at, instead)), error)) << "account " << at;
  }
  client::Instruction buying_more() const { return buying(LicenseKind::PerUse, 1, ~u64{0}, 3); }

  // With the state changed; afterwards it is as it was.
  template <class T, class Change>
  void fails_with(const Pubkey& at, Change&& change, const client::Instruction& one, MarketError error) {
    const auto before = chain.account(at);
    T changed = *chain.state<T>(at);
    change(changed);
    chain.put(at, changed, kProgramId);
    EXPECT_TRUE(fails(run(one), error));
    chain.set_account(at, before);
  }
  template <class Change>
  void overflows(const Pubkey& at, Change&& change, const client::Instruction& one) {
    using T = std::remove_cvref_t<decltype(change(nullptr))>;
    fails_with<T>(at, [&](T& state) { state = change(&state); }, one, MarketError::AmountOverflow);
  }
};
INSTANTIATE_TEST_SUITE_P(, MarketGuard, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(MarketGuard, every_signature_and_every_account_that_is_written_is_asked_for) {
  EXPECT_EQ(unasked<initialize_market>("sw - - - - w - w - -"), "");
  EXPECT_EQ(unasked<set_parameters>("w s - -"), "");
  EXPECT_EQ(unasked<list_agent>("sw - w -"), "");
  EXPECT_EQ(unasked<publish_metadata>("sw w w -"), "");
  EXPECT_EQ(unasked<update_listing>("w s"), "");
  EXPECT_EQ(unasked<close_listing>("w s w"), "");
  EXPECT_EQ(unasked<license_agent>("sw - w - w w - w w - - -"), "");
  EXPECT_EQ(unasked<license_by_stake>("sw - w - w w w - - -"), "");
  EXPECT_EQ(unasked<release_stake>("s w w w w - w -"), "");
  EXPECT_EQ(unasked<revoke_license>("w -"), "");
  EXPECT_EQ(unasked<settle>("w w w -"), "");
  EXPECT_EQ(unasked<refund>("w w s -"), "");
  EXPECT_EQ(unasked<collect_refund>("w s - - w w - -"), "");
  EXPECT_EQ(unasked<pay_share>("w w - w w - -"), "");
  EXPECT_EQ(unasked<open_dispute>("w w w s - - w w -"), "");
  EXPECT_EQ(unasked<resolve_dispute>("w w w - s"), "");
  EXPECT_EQ(unasked<lapse_dispute>("w w"), "");
  EXPECT_EQ(unasked<close_license>("w w w s w"), "");
}

TEST_P(MarketGuard, every_account_is_what_it_should_be) {
  EXPECT_EQ(unproven<initialize_market>(opening()), "");
  EXPECT_EQ(unproven<set_parameters>(setting(parameters())), "");
  EXPECT_EQ(unproven<list_agent>(listing_it()), "");
  EXPECT_EQ(unproven<publish_metadata>(publishing(1)), "");
  EXPECT_EQ(unproven<update_listing>(updating(kPrices)), "");
  EXPECT_EQ(unproven<close_listing>(closing_listing()), "");
  EXPECT_EQ(unproven<license_agent>(buying_more()), "");
  EXPECT_EQ(unproven<license_by_stake>(pledging(3)), "");
  EXPECT_EQ(unproven<release_stake>(releasing(2)), "");
  EXPECT_EQ(unproven<revoke_license>(revoking(2)), "");
  EXPECT_EQ(unproven<settle>(settling()), "");
  EXPECT_EQ(unproven<refund>(refunding()), "");
  EXPECT_EQ(unproven<collect_refund>(collecting()), "");
  EXPECT_EQ(unproven<pay_share>(paying(Party::Developer)), "");
  EXPECT_EQ(unproven<open_dispute>(disputing()), "");
  EXPECT_EQ(unproven<resolve_dispute>(resolving(0)), "");
  EXPECT_EQ(unproven<lapse_dispute>(lapsing()), "");
  EXPECT_EQ(unproven<close_license>(closing()), "");
}

TEST_P(MarketGuard, there_is_one_market) {
  refuses(setting(parameters()), 0, kOtherMarket, ErrorCode::ConstraintSeeds);
  refuses(buying_more(), 3, kOtherMarket, ErrorCode::ConstraintSeeds);
  refuses(pledging(3), 3, kOtherMarket, ErrorCode::ConstraintSeeds);
  refuses(collecting(), 2, kOtherMarket, ErrorCode::ConstraintSeeds);
  refuses(paying(Party::Developer), 0, kOtherMarket, ErrorCode::ConstraintSeeds);
  refuses(disputing(), 4, kOtherMarket, ErrorCode::ConstraintSeeds);
  refuses(resolving(0), 3, kOtherMarket, ErrorCode::ConstraintSeeds);
}

TEST_P(MarketGuard, mint_vault_and_token_program_are_the_markets) {
  struct Places {
    client::Instruction one;
    usize mint, vault, token_program, others;  // `others`: the account that tokens come from or go to
  };
  for (const Places& p : {Places{collecting(), 3, 4, 7, 5},
                          {paying(Party::Developer), 2, 3, 6, 4},
                          {disputing(), 5, 7, 8, 6},
                          {buying_more(), 6, 8, 10, 7}}) {
    refuses(p.one, p.mint, kOtherMint, ErrorCode::ConstraintHasOne);
    refuses(p.one, p.vault, kOtherVault, ErrorCode::ConstraintHasOne);
    refuses(p.one, p.token_program, Token2022::kId, ErrorCode::ConstraintHasOne);
    refuses(p.one, p.others, kOtherTokens, ErrorCode::ConstraintTokenMint);
  }
  refuses(setting(parameters()), 2, kOtherMint, ErrorCode::ConstraintHasOne);
  refuses(setting(parameters()), 3, kOtherTokens, ErrorCode::ConstraintTokenMint);
}

TEST_P(MarketGuard, nobody_signs_in_the_markets_place) {
  refuses(collecting(), 6, kStranger, ErrorCode::ConstraintAddress);
  refuses(paying(Party::Developer), 5, kStranger, ErrorCode::ConstraintAddress);
  refuses(pledging(3), 7, kStranger, ErrorCode::ConstraintAddress);
  refuses(releasing(2), 5, kStranger, ErrorCode::ConstraintAddress);
}

TEST_P(MarketGuard, the_rent_of_a_stakes_licence_goes_to_who_paid_it) {
  refuses(releasing(2), 6, kStranger, ErrorCode::ConstraintHasOne);
}

TEST_P(MarketGuard, an_agent_of_another_layout_is_not_listed) {
  AgentState newer = agent_;
  newer.version = 0;
  chain.put(kOtherAgent, newer, agent_factory::kProgramId);
  const Pubkey at = find_program_address(kProgramId, kListingSeed, kOtherAgent).address;
  EXPECT_TRUE(fails(run(with(with(listing_it(), 1, kOtherAgent), 2, at)), MarketError::LayoutUnknown));
}

TEST_P(MarketGuard, a_sale_is_of_the_listings_agent_and_a_stake_of_the_markets_pool) {
  refuses(buying_more(), 1, kOtherAgent, ErrorCode::ConstraintHasOne);
  refuses(pledging(3), 1, kOtherAgent, ErrorCode::ConstraintHasOne);
  refuses(pledging(3), 5, kOtherPool, ErrorCode::ConstraintHasOne);
}

TEST_P(MarketGuard, accounts_are_made_at_their_own_address) {
  refuses(listing_it(), 2, kElsewhere, ErrorCode::ConstraintSeeds);
  refuses(publishing(1), 2, metadata(2), ErrorCode::ConstraintSeeds);
  refuses(buying_more(), 4, license(4), ErrorCode::ConstraintSeeds);
  refuses(buying_more(), 5, receipt(4), ErrorCode::ConstraintSeeds);
  refuses(pledging(3), 4, license(4), ErrorCode::ConstraintSeeds);
}

TEST_P(MarketGuard, accounts_are_not_written_over_others) {
  const auto again = buying(LicenseKind::PerUse, 1, ~u64{0});
  const auto license_before = chain.account(license()), receipt_before = chain.account(receipt());
  chain.set_account(receipt(), {});
  EXPECT_FALSE(run(again).ok()) << "the licence is there";
  chain.set_account(receipt(), receipt_before);
  chain.set_account(license(), {});
  EXPECT_FALSE(run(again).ok()) << "the receipt is";
  chain.set_account(license(), license_before);
  put_stake(500, 91 * kDaySeconds);  // as if it were pledged to nothing
  EXPECT_FALSE(run(pledging(2)).ok());
}

TEST_P(MarketGuard, the_market_begins_once_with_what_is_its_own) {
  const auto market = chain.account(kMarket), vault = chain.account(kVault);
  chain.set_account(kVault, {});
  EXPECT_FALSE(run(opening()).ok()) << "the market is there";
  chain.set_account(kMarket, {});
  chain.set_account(kVault, vault);
  EXPECT_FALSE(run(opening()).ok()) << "the vault is";
  chain.set_account(kVault, {});
  chain.set_account(kElsewhere, chain.account(kProgramData));
  refuses(opening(), 1, kElsewhere, ErrorCode::ConstraintAddress);
  refuses(opening(), 3, kOtherTokens, ErrorCode::ConstraintTokenMint);
  refuses(opening(), 5, key(36), ErrorCode::ConstraintSeeds);
  refuses(opening(), 6, kStranger, ErrorCode::ConstraintAddress);
  refuses(opening(), 7, key(36), ErrorCode::ConstraintSeeds);
  refuses(opening(), 8, Token2022::kId, ErrorCode::ConstraintMintTokenProgram);
  EXPECT_TRUE(fails(run(opening(parameters(), 61 * kDaySeconds)), MarketError::EpochInvalid));
  EXPECT_TRUE(succeeds(run(opening())));
}

TEST_P(MarketGuard, what_is_left_keeps_its_account) {
  ASSERT_TRUE(succeeds(run(delisting())));
  const auto none = [](Listing& l) { l.licence_count = 0; };
  for (u64 Listing::* owed : {&Listing::owed_developer, &Listing::owed_treasury}) {
    fails_with<Listing>(
        listing(), [&](Listing& l) { none(l), l.*owed = 1; }, closing_listing(), MarketError::SharesUnpaid);
  }
  fails_with<Receipt>(
      receipt(), [](Receipt& r) { r.earned = r.paid - 1, r.refunded = r.owed = 1; }, closing(), MarketError::MoneyLeft);
  fails_with<Receipt>(receipt(), [](Receipt& r) { r.refunded = r.paid - 1; }, closing(), MarketError::MoneyLeft);
  fails_with<License>(
      license(2), [](License& l) { l.kind = LicenseKind::Perpetual; }, revoking(2), MarketError::LicenceEnded);
}

TEST_P(MarketGuard, what_is_not_offered_is_not_sold_by_stake) {
  Prices none = kPrices;
  none.stake = 0;
  none.stake_s = 0;
  ASSERT_TRUE(succeeds(run(updating(none))));
  EXPECT_TRUE(fails(run(pledging(3)), MarketError::NotOffered));
}

TEST_P(MarketGuard, terms_beyond_a_word_are_refused) {
  EXPECT_TRUE(fails(run(buying(LicenseKind::Subscription, u64{1} << 44, ~u64{0}, 3)), MarketError::QuantityInvalid));
}

TEST_P(MarketGuard, sums_stay_in_range) {
  constexpr u64 kMost = ~u64{0};
  const auto count = [](u64 licences) { return [=](Listing* l) { return l->licence_count = licences, *l; }; };
  overflows(listing(), count(kMost), buying_more());
  overflows(listing(), count(0), releasing(2));
  const auto owe = [](u64 Listing::* whom) { return [=](Listing* l) { return l->*whom = kMost, *l; }; };
  put_wallet(wallet(10));
  ASSERT_TRUE(succeeds(run(settling())));
  pass(2 * kWindow);
  ASSERT_TRUE(succeeds(run(settling()))) << "what waits is known to wait from here on";
  put_wallet(wallet(30));
  pass(2 * kWindow);
  ASSERT_TRUE(succeeds(run(settling())));
  pass(2 * kWindow);
  overflows(listing(), owe(&Listing::owed_developer), settling());
  overflows(listing(), owe(&Listing::owed_treasury), settling());
  overflows(receipt(), [](Receipt* r) { return r->owed = kMost, *r; }, refunding());
  overflows(listing(), owe(&Listing::paid_developer), paying(Party::Developer));
  overflows(
      listing(),
      [&](Listing* l) {
        static_cast<void>(l->treasury_epochs.add(epoch_of(now(), kEpoch), kMost));
        return *l;
      },
      paying(Party::Treasury));
  ASSERT_TRUE(succeeds(run(disputing())));
  overflows(listing(), owe(&Listing::owed_developer), resolving(0));
}

TEST_P(MarketGuard, a_listing_that_counts_no_licence_loses_none) {
  Receipt done = receipted();
  done.earned = done.paid;
  chain.put(receipt(), done, kProgramId);
  overflows(listing(), [](Listing* l) { return l->licence_count = 0, *l; }, closing());
}

}  // namespace
}  // namespace marketplace::test
