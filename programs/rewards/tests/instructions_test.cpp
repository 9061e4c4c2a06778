// Every instruction as it is meant, and every error by its name, natively and on the real runtime.
#include "baseline.hpp"
#include "rewards_world.hpp"

namespace rewards::test {
namespace {

using grapnel::examples::costs;
using marketplace::kEpochsKept;

INSTANTIATE_TEST_SUITE_P(, RewardsTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

class NoRewardsTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected RewardsWorld {
 protected:
  NoRewardsTest() : RewardsWorld(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(, NoRewardsTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(NoRewardsTest, they_are_made_once_by_the_deployer) {
  EXPECT_TRUE(fails(run(with(initializing(), 0, kMallory)), RewardsError::NotDeployer));
  ASSERT_TRUE(costs("initialize_rewards", run(initializing())));
  EXPECT_TRUE(grapnel::examples::has_size(Rewards::kName));
  EXPECT_EQ(config().authority, zestron::kGovernanceAuthority);
  EXPECT_EQ(config().rent_payer, kDeployer);
  EXPECT_EQ(config().epoch_s, kEpochSeconds);
  EXPECT_EQ(config().decimals, 9);
  EXPECT_FALSE(run(initializing()).ok());
}

TEST_P(NoRewardsTest, their_parameters_have_bounds) {
  const auto refuses = [&](auto change) {
    Parameters p = parameters();
    change(p);
    return fails(run(initializing(p)), RewardsError::ParametersInvalid);
  };
  EXPECT_TRUE(refuses([](Parameters& p) { p.emission_min = p.emission_max + 1; }));
  EXPECT_TRUE(refuses([](Parameters& p) { p.usage_bps = 5'001; }));
  EXPECT_TRUE(refuses([](Parameters& p) { p.pot_bps = 10'001; }));
  EXPECT_TRUE(refuses([](Parameters& p) { p.claim_epochs = 2; }));
  EXPECT_TRUE(refuses([](Parameters& p) { p.claim_epochs = 7; }));
  EXPECT_TRUE(refuses([](Parameters& p) { p.treasury = {}; }));
  Parameters other = parameters();
  other.treasury = account_of(kMallory);
  EXPECT_TRUE(fails(run(initializing(other)), RewardsError::TreasuryInvalid));
}

TEST_P(NoRewardsTest, the_mint_is_the_markets) {
  put(key(20), mint_data({.supply = 1, .decimals = 9}), Token::kId);
  EXPECT_TRUE(fails(run(with(initializing(), 3, key(20))), ErrorCode::ConstraintHasOne));
  put_tokens(key(21), {.mint = key(20), .owner = kDeployer});
  EXPECT_TRUE(fails(run(with(initializing(), 4, key(21))), ErrorCode::ConstraintTokenMint));
  market.version = 2;
  put_market();
  EXPECT_TRUE(fails(run(initializing()), RewardsError::LayoutUnknown));
}

TEST_P(NoRewardsTest, a_mint_by_which_others_reach_in_is_refused) {
  put(kZest, with_extensions(mint_data({.authority = kIssuer, .decimals = 9}), 1, {{12, std::vector<u8>(32)}}),
      Token2022::kId);
  put(kTreasury, account_data({.mint = kZest, .owner = zestron::kGovernanceAuthority}), Token2022::kId);
  token_program = Token2022::kId;
  EXPECT_TRUE(fails(run(initializing()), RewardsError::MintRefused));
}

TEST_P(NoRewardsTest, a_fee_of_the_mint_is_measured) {
  use_mint(Token2022::kId, true);
  ASSERT_TRUE(succeeds(run(initializing())));
  ASSERT_TRUE(succeeds(run(funding(1'000'000))));
  EXPECT_EQ(config().pot, 990'000u);
  EXPECT_TRUE(fails(run(funding(1)), RewardsError::NothingArrived));
  ASSERT_TRUE(succeeds(run(joining(kAlice))));
  receive(kAlice, 10'000);
  gain(kAlice, kDollars);
  const u64 index = current();
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  ASSERT_TRUE(succeeds(run(entering(kAlice, index))));
  next_epoch();
  ASSERT_TRUE(succeeds(run(distributing(kAlice, index))));
  ASSERT_TRUE(succeeds(run(claiming(kAlice, Party::Developer))));
  EXPECT_EQ(amount(account_of(kAlice)), 2'079u) << "99 % of 2,100";
  EXPECT_TRUE(books_hold());
}

TEST_P(RewardsTest, governance_sets_parameters) {
  Parameters p = parameters();
  p.emission_max = 5;
  p.emission_min = 1;
  ASSERT_TRUE(costs("set_parameters", run(setting(p))));
  EXPECT_EQ(config().parameters.emission_max, 5u);
  p.claim_epochs = 2;
  EXPECT_TRUE(fails(run(setting(p)), RewardsError::ParametersInvalid));
  p = parameters();
  EXPECT_TRUE(fails(run(with(setting(p), 3, account_of(kAlice))), RewardsError::TreasuryInvalid));
  p.treasury = kVault;
  EXPECT_TRUE(fails(run(setting(p)), RewardsError::TreasuryInvalid));
}

TEST_P(RewardsTest, anyone_funds_the_pot) {
  const auto outcome = run(funding(500));
  ASSERT_TRUE(costs("fund_pot", outcome));
  EXPECT_EQ(outcome.event<PotFunded>()->amount, 500u);
  EXPECT_EQ(config().pot, 1'000'500u);
  EXPECT_EQ(amount(kVault), 1'000'500u);
  EXPECT_TRUE(fails(run(funding(0)), RewardsError::AmountIsZero));
}

TEST_P(RewardsTest, the_pot_does_not_overflow) {
  RewardsConfig full = config();
  full.pot = ~u64{0} - 10;
  chain.put(kConfig, full, kProgramId);
  EXPECT_TRUE(fails(run(funding(11)), RewardsError::AmountOverflow));
}

TEST_P(RewardsTest, an_epoch_is_opened_in_the_next_one) {
  receive(kAlice, 20'000);
  const u64 index = current();
  EXPECT_TRUE(fails(run(opening(index)), RewardsError::EpochNotOver));
  next_epoch();
  const auto outcome = run(opening(index));
  ASSERT_TRUE(costs("open_epoch", outcome));
  EXPECT_EQ(outcome.event<EpochOpened>()->emission, 6'000u);
  EXPECT_EQ(epoch(index).receipts, 20'000u);
  EXPECT_EQ(epoch(index).left, 6'000u);
  EXPECT_EQ(epoch(index).last_epoch, index + 4);
  EXPECT_EQ(epoch(index).rent_payer, kMallory);
  EXPECT_EQ(config().pot, 994'000u);
  EXPECT_EQ(config().allotted, 6'000u);
  EXPECT_FALSE(run(opening(index)).ok()) << "twice";
}

TEST_P(RewardsTest, an_epoch_that_nobody_opened_emits_nothing) {
  receive(kAlice, 20'000);
  const u64 index = current();
  next_epoch(2);
  EXPECT_TRUE(fails(run(opening(index)), RewardsError::EntryOver));
  EXPECT_TRUE(fails(run(opening(index - kEpochsKept)), RewardsError::EntryOver)) << "the ring has wrapped";
  EXPECT_EQ(config().pot, 1'000'000u);
}

TEST_P(RewardsTest, the_agents_owner_opens_its_rewards) {
  put_agent(kMallory, measured(9, 11));
  EXPECT_TRUE(fails(run(with(joining(kMallory), 0, kBob)), RewardsError::NotTheDeveloper));
  ASSERT_TRUE(costs("open_agent_rewards", run(joining(kMallory))));
  EXPECT_EQ(rewards(kMallory).developer, kMallory);
  EXPECT_EQ(rewards(kMallory).rent_payer, kMallory);
  EXPECT_EQ(rewards(kMallory).rewarded_net, -2);
  EXPECT_FALSE(run(joining(kMallory)).ok());
}

TEST_P(RewardsTest, retired_agents_and_governance_open_none) {
  put_agent(kMallory, {}, kSlot, agent_factory::Lifecycle::Retired);
  EXPECT_TRUE(fails(run(joining(kMallory)), RewardsError::AgentRetired));
  const Pubkey& governance = zestron::kGovernanceAuthority;
  put_agent(governance, {});
  chain.fund(governance, Lamports{10'000'000'000});
  EXPECT_TRUE(fails(run(joining(governance)), RewardsError::DeveloperIsTreasury));
}

TEST_P(RewardsTest, agents_enter_with_what_they_gained_since) {
  const u64 index = current();
  receive(kAlice, 20'000);
  gain(kAlice, 100 * kDollars, 60 * kDollars);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  const auto outcome = run(entering(kAlice, index));
  ASSERT_TRUE(costs("enter_epoch", outcome));
  EXPECT_EQ(outcome.event<EpochEntered>()->gain, 40 * kDollars);
  EXPECT_EQ(outcome.event<EpochEntered>()->bound, 10'000u);
  EXPECT_EQ(epoch(index).total_weight, share_weight(40 * kDollars, 10'000));
  EXPECT_EQ(epoch(index).entry_count, 1u);
}

TEST_P(RewardsTest, the_last_entry_counts) {
  const u64 index = current();
  receive(kAlice, 20'000);
  gain(kAlice, kDollars);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  ASSERT_TRUE(succeeds(run(entering(kAlice, index))));
  gain(kAlice, 4 * kDollars);
  ASSERT_TRUE(costs("enter_epoch_again", run(entering(kAlice, index))));
  EXPECT_EQ(epoch(index).total_weight, share_weight(4 * kDollars, 10'000));
  EXPECT_EQ(epoch(index).entry_count, 1u);
  gain(kAlice, 4 * kDollars, 9 * kDollars);
  ASSERT_TRUE(succeeds(run(entering(kAlice, index))));
  EXPECT_EQ(epoch(index).total_weight, 0u);
  EXPECT_EQ(rewards(kAlice).rewarded_net, static_cast<i64>(4 * kDollars)) << "nothing of it has counted";
}

TEST_P(RewardsTest, entries_have_their_time) {
  const u64 index = current();
  receive(kAlice, 20'000);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  EXPECT_TRUE(fails(run(with(entering(kAlice, index), 2, epoch_at(index + 1))), ErrorCode::AccountNotInitialized));
  pass(-kEpochSeconds);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::EpochNotOver)) << "a clock that ran back";
  next_epoch(2);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::EntryOver));
}

TEST_P(RewardsTest, only_agents_with_receipts_enter) {
  const u64 index = current();
  receive(kBob, 20'000);
  receive(kAlice, 1);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::NothingReceived)) << "half of one unit is none";
}

TEST_P(RewardsTest, figures_need_the_agent_the_listing_and_the_quote) {
  const u64 index = current();
  receive(kAlice, 20'000);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  put_quote(governance::PriceKind::Pyth, 6);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::QuoteNotPriced));
  put_quote(governance::PriceKind::Quote, 6, 2);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::LayoutUnknown));
  MintEntry other{};
  other.version = 1;
  other.price_kind = governance::PriceKind::Quote;
  other.mint = kZest;
  chain.put(key(22), other, governance::kProgramId);
  EXPECT_TRUE(fails(run(with(entering(kAlice, index), 6, key(22))), RewardsError::QuoteNotPriced));
  put_quote(governance::PriceKind::Quote, 6);
  put_agent(kAlice, {}, kSlot + 1);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::AgentReplaced));
  put_agent(kAlice, {});
  put_listing(kAlice, kSlot - 1);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::ListingOfAnother));
}

TEST_P(RewardsTest, gains_too_large_for_their_unit_are_refused) {
  const u64 index = current();
  receive(kAlice, 20'000);
  gain(kAlice, u64{1} << 62);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  put_quote(governance::PriceKind::Quote, 0);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::AmountOverflow));
}

TEST_P(RewardsTest, weights_do_not_overflow) {
  const u64 index = current();
  receive(kAlice, 20'000);
  gain(kAlice, kDollars);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  Epoch full = epoch(index);
  full.total_weight = ~u64{0};
  chain.put(epoch_at(index), full, kProgramId);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::AmountOverflow));
  full.total_weight = 0;
  full.entry_count = ~u64{0};
  chain.put(epoch_at(index), full, kProgramId);
  EXPECT_TRUE(fails(run(entering(kAlice, index)), RewardsError::AmountOverflow));
}

TEST_P(RewardsTest, the_emission_is_shared_by_weight) {
  const u64 index = entered({20'000, 9 * kDollars}, {20'000, kDollars});
  next_epoch();
  const auto outcome = run(distributing(kAlice, index));
  ASSERT_TRUE(costs("distribute_rewards", outcome));
  EXPECT_EQ(outcome.event<RewardsDistributed>()->developer, 6'300u) << "70 % of three quarters of 12,000";
  EXPECT_EQ(outcome.event<RewardsDistributed>()->treasury, 2'700u);
  ASSERT_TRUE(succeeds(run(distributing(kBob, index))));
  EXPECT_EQ(share(kBob, index).owed_developer + share(kBob, index).owed_treasury, 3'000u);
  EXPECT_EQ(epoch(index).left, 0u);
  EXPECT_EQ(config().allotted, 0u);
  EXPECT_EQ(config().owed, 12'000u);
}

TEST_P(RewardsTest, the_order_changes_nothing) {
  const u64 index = entered({20'000, 9 * kDollars}, {30'000, kDollars});
  next_epoch();
  ASSERT_TRUE(succeeds(run(distributing(kBob, index))));
  ASSERT_TRUE(succeeds(run(distributing(kAlice, index))));
  const Epoch e = epoch(index);
  for (const Pubkey& person : {kAlice, kBob}) {
    const EpochShare s = share(person, index);
    EXPECT_EQ(s.owed_developer + s.owed_treasury, reward_of(e.emission, s.weight, e.total_weight, s.bound));
  }
}

TEST_P(RewardsTest, half_of_the_receipts_is_the_most) {
  const u64 index = distributed({100, 1'000'000 * kDollars}, {0, 0});
  EXPECT_EQ(epoch(index).emission, 1'000u);
  EXPECT_EQ(config().owed, 50u);
  EXPECT_EQ(epoch(index).left, 950u);
}

TEST_P(RewardsTest, distribution_has_its_time_and_happens_once) {
  const u64 index = entered({20'000, kDollars}, {0, 0});
  EXPECT_TRUE(fails(run(distributing(kAlice, index)), RewardsError::EntryStillOpen));
  EXPECT_TRUE(fails(run(distributing(kBob, index)), RewardsError::EntryStillOpen));
  next_epoch();
  EXPECT_TRUE(fails(run(distributing(kBob, index)), RewardsError::NotEntered));
  ASSERT_TRUE(succeeds(run(distributing(kAlice, index))));
  EXPECT_TRUE(fails(run(distributing(kAlice, index)), RewardsError::DistributedAlready));
}

TEST_P(RewardsTest, no_more_is_distributed_than_is_left) {
  const u64 index = entered({20'000, kDollars}, {0, 0});
  next_epoch();
  Epoch short_of = epoch(index);
  short_of.left = 1;
  chain.put(epoch_at(index), short_of, kProgramId);
  EXPECT_TRUE(fails(run(distributing(kAlice, index)), RewardsError::AmountOverflow));
}

TEST_P(RewardsTest, distribution_waits_for_a_clock_that_ran_back) {
  const u64 index = entered({20'000, kDollars}, {0, 0});
  pass(-kEpochSeconds);
  EXPECT_TRUE(fails(run(distributing(kAlice, index)), RewardsError::EntryStillOpen));
}

TEST_P(RewardsTest, an_entry_that_expired_undistributed_is_none_of_a_later_epoch) {
  const u64 first = entered({20'000, kDollars}, {20'000, kDollars});
  next_epoch(static_cast<i64>(kSharesKept) - 1);
  const u64 index = entered({20'000, 2 * kDollars}, {0, kDollars});
  ASSERT_EQ(index, first + kSharesKept);
  next_epoch();
  EXPECT_TRUE(fails(run(distributing(kBob, index)), RewardsError::NotEntered));
  EXPECT_TRUE(succeeds(run(distributing(kAlice, index))));
}

TEST_P(RewardsTest, an_epoch_expires) {
  const u64 index = entered({20'000, kDollars}, {20'000, kDollars});
  next_epoch(3);
  ASSERT_TRUE(succeeds(run(distributing(kAlice, index)))) << "the last epoch of its time";
  EXPECT_TRUE(fails(run(closing(index)), RewardsError::EpochNotExpired));
  EXPECT_TRUE(fails(run(returning(kAlice)), RewardsError::NothingExpired));
  next_epoch();
  EXPECT_TRUE(fails(run(distributing(kBob, index)), RewardsError::EpochExpired));
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer)), RewardsError::NothingToClaim));
  ASSERT_TRUE(costs("return_unclaimed", run(returning(kAlice))));
  EXPECT_EQ(config().owed, 0u);
  EXPECT_TRUE(fails(run(returning(kAlice)), RewardsError::NothingExpired));
  const Lamports before = chain.account(kMallory).lamports;
  const Lamports rent = chain.account(epoch_at(index)).lamports;
  ASSERT_TRUE(costs("close_epoch", run(closing(index))));
  EXPECT_EQ(chain.account(kMallory).lamports.value(), before.value() + rent.value());
  EXPECT_EQ(config().allotted, 0u);
  EXPECT_EQ(config().pot, 1'000'000u);
  EXPECT_TRUE(fails(run(opening(index)), RewardsError::EntryOver)) << "never again";
}

TEST_P(RewardsTest, an_epoch_keeps_its_end_when_parameters_change) {
  const u64 index = distributed({20'000, kDollars}, {0, 0});
  Parameters p = parameters();
  p.claim_epochs = 3;
  ASSERT_TRUE(succeeds(run(setting(p))));
  next_epoch(2);
  EXPECT_EQ(current(), index + 4);
  EXPECT_TRUE(succeeds(run(claiming(kAlice, Party::Developer))));
}

TEST_P(RewardsTest, both_parties_are_paid) {
  distributed({20'000, kDollars}, {0, 0});
  const auto outcome = run(claiming(kAlice, Party::Developer));
  ASSERT_TRUE(costs("claim", outcome));
  EXPECT_EQ(outcome.event<RewardsClaimed>()->amount, 4'200u);
  EXPECT_EQ(amount(account_of(kAlice)), 4'200u);
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer)), RewardsError::NothingToClaim));
  ASSERT_TRUE(succeeds(run(claiming(kAlice, Party::Treasury))));
  EXPECT_EQ(amount(kTreasury), 1'800u);
  EXPECT_EQ(rewards(kAlice).paid_developer, 4'200u);
  EXPECT_EQ(rewards(kAlice).paid_treasury, 1'800u);
  EXPECT_EQ(config().owed, 0u);
}

TEST_P(RewardsTest, one_claim_takes_all_epochs) {
  distributed({20'000, kDollars}, {0, 0});
  distributed({20'000, 2 * kDollars}, {0, 0});
  ASSERT_TRUE(succeeds(run(claiming(kAlice, Party::Developer))));
  EXPECT_EQ(amount(account_of(kAlice)), 8'400u);
}

TEST_P(RewardsTest, what_has_counted_does_not_count_again) {
  distributed({20'000, 5 * kDollars}, {0, 0});
  const u64 index = entered({20'000, 5 * kDollars}, {20'000, kDollars});
  EXPECT_EQ(share(kAlice, index).weight, 0u);
  EXPECT_GT(share(kBob, index).weight, 0u);
  next_epoch();
  ASSERT_TRUE(succeeds(run(distributing(kAlice, index)))) << "nothing is a reward too";
  EXPECT_EQ(share(kAlice, index).owed_developer, 0u);
}

TEST_P(RewardsTest, losses_are_won_back_first) {
  distributed({20'000, 5 * kDollars}, {0, 0});
  gain(kAlice, 5 * kDollars, 4 * kDollars);
  u64 index = current();
  receive(kAlice, 20'000);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  ASSERT_TRUE(succeeds(run(entering(kAlice, index))));
  EXPECT_EQ(share(kAlice, index).weight, 0u);
  gain(kAlice, 10 * kDollars, 4 * kDollars);
  index = current();
  receive(kAlice, 20'000);
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(index))));
  const auto outcome = run(entering(kAlice, index));
  EXPECT_EQ(outcome.event<EpochEntered>()->gain, kDollars);
}

TEST_P(RewardsTest, gains_of_an_epoch_not_entered_count_later) {
  gain(kAlice, 3 * kDollars);
  next_epoch(5);
  const u64 index = entered({20'000, 4 * kDollars}, {0, 0});
  EXPECT_EQ(share(kAlice, index).weight, share_weight(4 * kDollars, 10'000));
}

TEST_P(RewardsTest, a_share_that_returns_to_its_place_has_expired) {
  const u64 first = distributed({20'000, kDollars}, {0, 0});
  next_epoch(static_cast<i64>(kSharesKept) - 2);
  EXPECT_EQ(current() % kSharesKept, first % kSharesKept);
  const u64 index = entered({20'000, 2 * kDollars}, {0, 0});
  EXPECT_EQ(index, first + kSharesKept);
  EXPECT_EQ(config().owed, 0u) << "what was unclaimed is the pot's again";
  EXPECT_TRUE(books_hold());
  EXPECT_EQ(config().pot + config().allotted, 1'000'000u);
}

TEST_P(RewardsTest, rewards_close_when_the_agent_is_gone) {
  distributed({20'000, kDollars}, {0, 0});
  EXPECT_TRUE(fails(run(leaving(kAlice)), RewardsError::AgentStillThere));
  put_agent(kAlice, {}, kSlot + 1);
  EXPECT_TRUE(fails(run(leaving(kAlice)), RewardsError::RewardsUnpaid));
  ASSERT_TRUE(succeeds(run(claiming(kAlice, Party::Developer))));
  EXPECT_TRUE(fails(run(leaving(kAlice)), RewardsError::RewardsUnpaid)) << "the treasury";
  ASSERT_TRUE(succeeds(run(claiming(kAlice, Party::Treasury))));
  ASSERT_TRUE(costs("close_agent_rewards", run(leaving(kAlice))));
  EXPECT_EQ(chain.account(rewards_of(kAlice)), native::Account{});
  ASSERT_TRUE(succeeds(run(joining(kAlice)))) << "of the later agent";
  EXPECT_EQ(rewards(kAlice).agent_created_slot, kSlot + 1);
  chain.set_account(agent_of(kAlice), {});
  EXPECT_TRUE(succeeds(run(leaving(kAlice))));
  auto no_agent = chain.account(agent_of(kBob));
  no_agent.owner = kMallory;
  chain.set_account(agent_of(kBob), no_agent);
  EXPECT_TRUE(succeeds(run(leaving(kBob)))) << "the same bytes, but nobody's agent";
}

TEST_P(RewardsTest, layouts_of_other_versions_are_refused) {
  const u64 index = distributed({20'000, kDollars}, {20'000, kDollars});
  Epoch e = epoch(index);
  e.version = 2;
  chain.put(epoch_at(index), e, kProgramId);
  EXPECT_TRUE(fails(run(distributing(kAlice, index)), RewardsError::LayoutUnknown));
  AgentRewards r = rewards(kBob);
  r.version = 2;
  chain.put(rewards_of(kBob), r, kProgramId);
  EXPECT_TRUE(fails(run(claiming(kBob, Party::Developer)), RewardsError::LayoutUnknown));
  RewardsConfig c = config();
  c.version = 2;
  chain.put(kConfig, c, kProgramId);
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer)), RewardsError::LayoutUnknown));
}

}  // namespace
}  // namespace rewards::test
