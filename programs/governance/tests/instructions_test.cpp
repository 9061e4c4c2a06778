// Every instruction as it is meant, and the rules of a vote, natively and on the real runtime.
#include "baseline.hpp"
#include "governance_world.hpp"

namespace governance::test {
namespace {

using grapnel::examples::costs;
using grapnel::testing::token_accounts::mint_data;

INSTANTIATE_TEST_SUITE_P(, GovernanceTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

class NoGovernanceTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected GovernanceWorld {
 protected:
  NoGovernanceTest() : GovernanceWorld(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(, NoGovernanceTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(NoGovernanceTest, is_founded_once_by_the_upgrade_authority) {
  EXPECT_TRUE(fails(run(with(founding(), 0, kMallory)), GovernanceError::NotUpgradeAuthority));
  EXPECT_TRUE(fails(run(without_signature(founding(), 0)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(with(founding(), 1, zest_staking::kProgramData)), ErrorCode::ConstraintAddress));
  ASSERT_TRUE(costs("initialize", run(founding())));
  EXPECT_TRUE(grapnel::examples::has_size(GovernanceProgram::kName));
  EXPECT_EQ(governance().stake_pool, kPool);
  EXPECT_EQ(governance().zest_mint, kMint);
  EXPECT_EQ(governance().guardian, kGuardian);
  EXPECT_EQ(governance().rent_payer, kDeployer);
  EXPECT_FALSE(run(founding()).ok());
}

TEST_P(NoGovernanceTest, its_parameters_have_bounds) {
  for (const Parameters& rules : {Parameters{kVotingSecondsMin - 1, 1'000, 10},
                                  {kVotingSecondsMax + 1, 1'000, 10},
                                  {kVotingSecondsMin, kQuorumBpsMin - 1, 10},
                                  {kVotingSecondsMin, kQuorumBpsMax + 1, 10},
                                  {kVotingSecondsMin, 1'000, kProposalStakeBpsMax + 1},
                                  {-1, 1'000, 10}})
    EXPECT_TRUE(fails(run(founding(rules)), GovernanceError::ParametersOutOfBounds));
}

TEST_P(NoGovernanceTest, its_pool_is_of_its_mint_and_obeys_it) {
  const Pubkey other = key(60);
  put(other, mint_data({.authority = kMallory, .supply = 5, .decimals = 9}), Token::kId);
  EXPECT_TRUE(fails(run(with(founding(), 3, other)), GovernanceError::PoolOfAnotherMint));
  auto pool = *chain.state<zest_staking::StakePool>(kPool);
  pool.authority = kMallory;
  chain.put(other, pool, zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(with(founding(), 2, other)), GovernanceError::PoolOfAnotherAuthority));
  pool.version = 9;
  chain.put(other, pool, zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(with(founding(), 2, other)), GovernanceError::LayoutUnknown));
}

TEST_P(GovernanceTest, a_proposal_keeps_what_it_was_made_under) {
  const Outcome outcome = run(proposing(0, payload(SetParameters(kRules))));
  ASSERT_TRUE(costs("propose", outcome));
  EXPECT_EQ(outcome.event<ProposalCreated>()->number, 0u);
  const Proposal made = proposal(0);
  EXPECT_EQ(made.status, ProposalStatus::Voting);
  EXPECT_EQ(made.kind, ActionKind::SetParameters);
  EXPECT_EQ(made.payload_size, sizeof(SetParameters));
  EXPECT_EQ(made.proposer, kAlice);
  EXPECT_EQ(made.rent_payer, kAlice);
  EXPECT_EQ(made.stake_pool, kPool);
  EXPECT_EQ(made.created_at, now());
  EXPECT_EQ(made.voting_ends_at, now() + kRules.voting_seconds);
  EXPECT_EQ(made.mint_supply, 10 * kRich);
  EXPECT_EQ(made.quorum, 10 * kRich / 25);
  EXPECT_EQ(governance().proposal_count, 1u);
  EXPECT_TRUE(succeeds(run(proposing(1, payload(SetGuardian{}), kBob))));
}

TEST_P(GovernanceTest, a_proposer_has_old_locked_stake_enough) {
  const Payload what = payload(SetGuardian{});
  chain.fund(kDeployer, Lamports{10'000'000'000});
  stake_and_lock(kDeployer, kRich / 100 - 1);
  EXPECT_TRUE(fails(run(proposing(0, what, kDeployer)), GovernanceError::StakeTooRecent)) << "staked in this second";
  pass(1);
  EXPECT_TRUE(fails(run(proposing(0, what, kDeployer)), GovernanceError::StakeTooSmall));
  ASSERT_TRUE(succeeds(run(staking(kDeployer, 1))));
  pass(1);
  EXPECT_TRUE(succeeds(run(proposing(0, what, kDeployer))));
  pass(60 * kDaySeconds - 1 - kRules.voting_seconds);
  EXPECT_TRUE(fails(run(proposing(1, what, kDeployer)), GovernanceError::LockTooShort));
}

TEST_P(GovernanceTest, an_action_makes_sense_or_is_not_proposed) {
  const auto refused = [&](const Payload& what) { return run(proposing(0, what)); };
  EXPECT_TRUE(fails(run(proposing(0, payload(SetGuardian{}), kAlice, {})), GovernanceError::DocumentMissing));
  Payload shorter = payload(SetGuardian{});
  shorter.bytes.pop_back();
  EXPECT_TRUE(fails(refused(shorter), GovernanceError::PayloadInvalid));
  EXPECT_TRUE(fails(refused({ActionKind::CallProgram, std::vector<u8>(63)}), GovernanceError::PayloadInvalid));
  auto unknown = proposing(0, payload(SetGuardian{}));
  unknown.data[8 + sizeof kDocument] = kActionKindCount;
  EXPECT_TRUE(fails(run(unknown), ErrorCode::InstructionDidNotDeserialize));
  EXPECT_TRUE(fails(refused({ActionKind::CallProgram, std::vector<u8>(kPayloadMax + 1)}),
                    ErrorCode::InstructionDidNotDeserialize));
  for (const Payload& what : {payload(UpgradeProgram{{}, kBuffer, {}}), payload(UpgradeProgram{kProgram, {}, {}}),
                              payload(SetUpgradeAuthority{{}, kMallory}), payload(SetMint{}), payload(RemoveMint{}),
                              payload(SetPool{{}, kMarketPool}), payload(SetPool{kMarket, {}}), payload(RemovePool{}),
                              payload(TransferTokens{{}, kBuffer, kBob, kMint, 1}),
                              payload(TransferTokens{kTreasury, kBuffer, {}, kMint, 1})})
    EXPECT_TRUE(fails(refused(what), GovernanceError::KeyMissing));
  EXPECT_TRUE(
      fails(refused(payload(TransferTokens{kTreasury, kBuffer, kBob, kMint, 0})), GovernanceError::AmountIsZero));
  EXPECT_TRUE(fails(refused(payload(SetParameters{kVotingSecondsMin, kQuorumBpsMin - 1, 0})),
                    GovernanceError::ParametersOutOfBounds));
  const SetMint pyth{kMint, kOracle, kFeed, 60, 100, 1, static_cast<u8>(PriceKind::Pyth), {}};
  std::vector<SetMint> wrong(8, pyth);
  wrong[0].price_owner = {};
  wrong[1].price_feed = {};
  wrong[2].age_max_s = 0;
  wrong[3].age_max_s = kPriceAgeMaxSeconds + 1;
  wrong[4].confidence_max_bps = kBasisPoints + 1;
  wrong[5].price_kind = 3;
  wrong[6].is_quote = 2;
  wrong[7] = {kMint, {}, {}, 0, 0, 1, static_cast<u8>(PriceKind::None), {}};
  for (const SetMint& mint : wrong) EXPECT_TRUE(fails(refused(payload(mint)), GovernanceError::MintPriceInvalid));
}

TEST_P(GovernanceTest, votes_are_weighed_by_lock) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  const i64 end = proposal(0).voting_ends_at;
  const Outcome outcome = run(voting(0, kAlice));
  ASSERT_TRUE(costs("vote", outcome));
  const u64 weight = zest_staking::vote_weight(kStaked, stake(kAlice).lock_until, end);
  EXPECT_GT(weight, kStaked);
  EXPECT_EQ(outcome.event<Voted>()->weight, weight);
  EXPECT_EQ(proposal(0).yes, (Tally{weight, kStaked}));
  EXPECT_TRUE(succeeds(run(voting(0, kBob, Choice::No))));
  EXPECT_EQ(proposal(0).no.amount, kStaked / 10);
  EXPECT_EQ(proposal(0).abstain, Tally{});
  const auto record = *chain.state<VoteRecord>(vote_of(0, kAlice));
  EXPECT_EQ(record.weight, weight);
  EXPECT_EQ(record.proposal, proposal_of(0));
  EXPECT_EQ(record.voting_ends_at, end);
}

TEST_P(GovernanceTest, a_vote_ends_to_the_second) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  pass(kRules.voting_seconds - 1);
  EXPECT_TRUE(fails(run(queueing(0)), GovernanceError::VotingOpen));
  EXPECT_TRUE(succeeds(run(voting(0, kAlice))));
  pass(1);
  EXPECT_TRUE(fails(run(voting(0, kBob)), GovernanceError::VotingEnded));
  EXPECT_TRUE(fails(run(withdrawing(0)), GovernanceError::VotingEnded));
  const Outcome outcome = run(queueing(0));
  ASSERT_TRUE(costs("queue", outcome));
  EXPECT_EQ(outcome.event<ProposalQueued>()->executable_at, now() + kTimelockSeconds);
  EXPECT_TRUE(fails(run(voting(0, kBob)), GovernanceError::NotVoting));
}

TEST_P(GovernanceTest, too_few_or_too_many_against_is_no_decision) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  ASSERT_TRUE(succeeds(run(proposing(1, payload(SetGuardian{})))));
  ASSERT_TRUE(succeeds(run(proposing(2, payload(SetGuardian{})))));
  ASSERT_TRUE(succeeds(run(voting(0, kBob))));
  ASSERT_TRUE(succeeds(run(voting(0, kAlice, Choice::No)))) << "no doesn't count towards the quorum";
  ASSERT_TRUE(succeeds(run(voting(1, kAlice, Choice::Abstain))));
  ASSERT_TRUE(succeeds(run(voting(1, kBob, Choice::No))));
  ASSERT_TRUE(succeeds(run(voting(2, kAlice, Choice::Abstain)))) << "abstaining does";
  ASSERT_TRUE(succeeds(run(voting(2, kBob))));
  pass(kRules.voting_seconds);
  EXPECT_TRUE(fails(run(queueing(0)), GovernanceError::QuorumNotReached));
  EXPECT_TRUE(fails(run(queueing(1)), GovernanceError::NotAccepted));
  EXPECT_TRUE(succeeds(run(queueing(2))));
}

TEST_P(GovernanceTest, what_passed_is_queued_and_executed_soon_or_never) {
  const u64 late = propose_and_vote(payload(SetGuardian{}));
  const u64 stale = propose_and_vote(payload(SetGuardian{}));
  pass(kRules.voting_seconds + kQueueWindowSeconds);
  ASSERT_TRUE(succeeds(run(queueing(stale))));
  pass(1);
  EXPECT_TRUE(fails(run(queueing(late)), GovernanceError::QueueWindowOver));
  EXPECT_TRUE(succeeds(run(closing(late))));
  pass(kTimelockSeconds + kExecutionWindowSeconds - 1);
  EXPECT_TRUE(fails(run(closing(stale)), GovernanceError::ProposalNotOver));
  pass(1);
  EXPECT_TRUE(fails(run(settling(stale)), GovernanceError::ExecutionWindowOver));
  EXPECT_TRUE(succeeds(run(closing(stale))));
}

TEST_P(GovernanceTest, sets_guardian_and_parameters) {
  const u64 first = make_due(payload(SetGuardian{kMallory}));
  const Outcome outcome = run(settling(first));
  ASSERT_TRUE(costs("execute_settings", outcome));
  EXPECT_EQ(outcome.event<ProposalExecuted>()->number, first);
  EXPECT_EQ(governance().guardian, kMallory);
  EXPECT_EQ(proposal(first).status, ProposalStatus::Executed);
  const Parameters rules{kVotingSecondsMax, kQuorumBpsMin, 0};
  ASSERT_TRUE(succeeds(run(settling(make_due(payload(SetParameters(rules)))))));
  EXPECT_EQ(governance().parameters.voting_seconds, kVotingSecondsMax);
  EXPECT_EQ(governance().parameters.proposal_stake_bps, 0u);
}

TEST_P(GovernanceTest, lists_changes_and_removes_a_mint) {
  const Lamports before = chain.account(kMallory).lamports;
  ASSERT_TRUE(costs("execute_set_mint",
                    run(setting_mint(make_due(
                        payload(SetMint{kMint, kOracle, kFeed, 60, 100, 1, static_cast<u8>(PriceKind::Pyth), {}}))))));
  MintEntry entry = *chain.state<MintEntry>(mint_entry(kMint));
  EXPECT_EQ(entry.mint, kMint);
  EXPECT_EQ(entry.price_feed, kFeed);
  EXPECT_EQ(entry.decimals, 9);
  EXPECT_EQ(entry.is_quote, 1);
  EXPECT_EQ(entry.rent_payer, kMallory) << "who executed it";
  ASSERT_TRUE(succeeds(run(setting_mint(make_due(payload(kNoPrice))))));
  entry = *chain.state<MintEntry>(mint_entry(kMint));
  EXPECT_EQ(entry.price_kind, PriceKind::None);
  EXPECT_EQ(entry.price_feed, Pubkey{});
  EXPECT_EQ(entry.is_quote, 0);
  ASSERT_TRUE(costs("execute_remove_mint", run(removing_mint(make_due(payload(RemoveMint{kMint}))))));
  EXPECT_FALSE(chain.state<MintEntry>(mint_entry(kMint)).has_value());
  EXPECT_EQ(chain.account(kMallory).lamports, before);
}

TEST_P(GovernanceTest, lists_and_removes_a_pool) {
  put(kMarketPool, std::vector<u8>(8), kMarket);
  ASSERT_TRUE(costs("execute_set_pool", run(setting_pool(make_due(payload(SetPool{kMarket, kMarketPool}))))));
  EXPECT_EQ(chain.state<PoolEntry>(pool_entry(kMarketPool))->program, kMarket);
  EXPECT_EQ(chain.state<PoolEntry>(pool_entry(kMarketPool))->pool, kMarketPool);
  ASSERT_TRUE(costs("execute_remove_pool", run(removing_pool(make_due(payload(RemovePool{kMarketPool}))))));
  EXPECT_FALSE(chain.state<PoolEntry>(pool_entry(kMarketPool)).has_value());
}

TEST_P(GovernanceTest, pays_from_the_treasury) {
  put_tokens(kTreasury, {.mint = kMint, .owner = kGovernanceAuthority, .amount = 1'000});
  const u64 before = amount(account_of(kBob));
  const u64 number = make_due(payload(TransferTokens{kTreasury, account_of(kBob), kBob, kMint, 700}));
  ASSERT_TRUE(costs("execute_transfer", run(transferring(number))));
  EXPECT_EQ(amount(kTreasury), 300u);
  EXPECT_EQ(amount(account_of(kBob)), before + 700);
}

TEST_P(GovernanceTest, calls_a_sister_program_as_its_authority) {
  const auto inner = setting_features({zest_staking::test::feature("agents_10", 500)});
  const u64 number = make_due(call_of(inner));
  ASSERT_TRUE(costs("execute_call", run(calling(number, inner))));
  EXPECT_EQ(pool().feature_count, 1);
  EXPECT_EQ(proposal(number).status, ProposalStatus::Executed);
}

TEST_P(GovernanceTest, the_guardian_cancels) {
  const u64 open = propose_and_vote(payload(RemoveMint{kMint}));
  ASSERT_TRUE(costs("cancel", run(cancelling(open))));
  EXPECT_EQ(proposal(open).status, ProposalStatus::Cancelled);
  EXPECT_TRUE(fails(run(cancelling(open)), GovernanceError::AlreadyDecided));
  EXPECT_TRUE(fails(run(voting(open, kBob)), GovernanceError::NotVoting));
  EXPECT_TRUE(fails(run(withdrawing(open)), GovernanceError::NotVoting));
  const u64 queued = make_due(payload(RemoveMint{kMint}));
  EXPECT_TRUE(succeeds(run(cancelling(queued))));
  EXPECT_TRUE(fails(run(queueing(queued)), GovernanceError::NotVoting));
}

TEST_P(GovernanceTest, the_proposer_withdraws_while_the_vote_is_open) {
  const u64 number = propose_and_vote(payload(SetGuardian{}));
  EXPECT_TRUE(fails(run(with(withdrawing(number), 1, kBob)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(withdrawing(number), 1)), ErrorCode::AccountNotSigner));
  ASSERT_TRUE(costs("withdraw", run(withdrawing(number))));
  EXPECT_EQ(proposal(number).status, ProposalStatus::Withdrawn);
  pass(kRules.voting_seconds);
  EXPECT_TRUE(fails(run(queueing(number)), GovernanceError::NotVoting));
}

TEST_P(GovernanceTest, rent_goes_back_when_all_is_over) {
  const Lamports before = chain.account(kAlice).lamports;
  const u64 number = propose_and_vote(payload(SetGuardian{}));
  EXPECT_TRUE(fails(run(closing(number)), GovernanceError::ProposalNotOver));
  EXPECT_TRUE(fails(run(closing_vote(number, kAlice)), GovernanceError::VotingOpen));
  pass(kRules.voting_seconds);
  EXPECT_TRUE(fails(run(closing(number)), GovernanceError::ProposalNotOver)) << "it has passed";
  ASSERT_TRUE(succeeds(run(queueing(number))));
  EXPECT_TRUE(fails(run(closing(number)), GovernanceError::ProposalNotOver));
  pass(kTimelockSeconds);
  ASSERT_TRUE(succeeds(run(settling(number))));
  EXPECT_TRUE(fails(run(with(closing(number), 1, kMallory)), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("close_proposal", run(closing(number))));
  EXPECT_TRUE(fails(run(with(closing_vote(number, kAlice), 1, kMallory)), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("close_vote", run(closing_vote(number, kAlice))));
  EXPECT_EQ(chain.account(kAlice).lamports, before);
}

TEST_P(GovernanceTest, what_failed_closes_after_its_vote) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  ASSERT_TRUE(succeeds(run(voting(0, kBob))));
  pass(kRules.voting_seconds);
  EXPECT_TRUE(succeeds(run(closing(0))));
  EXPECT_TRUE(succeeds(run(closing_vote(0, kBob))));
}

}  // namespace
}  // namespace governance::test
