// What somebody could try on a vote, or on what was decided, and that it fails with a named error or gains nothing.
#include "governance_world.hpp"

namespace governance::test {
namespace {

using grapnel::testing::token_accounts::mint_data;
using zest_staking::StakingError;
using zest_staking::test::feature;

class GovernanceAttack : public GovernanceTest {};
INSTANTIATE_TEST_SUITE_P(, GovernanceAttack, grapnel::testing::everywhere(), grapnel::testing::setting_name);

const std::vector<u8> kCode(300, 7);

TEST_P(GovernanceAttack, vote_twice) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  ASSERT_TRUE(succeeds(run(voting(0, kAlice))));
  const Proposal before = proposal(0);
  EXPECT_FALSE(run(voting(0, kAlice)).ok());
  EXPECT_FALSE(run(voting(0, kAlice, Choice::No)).ok());
  EXPECT_FALSE(chain.run({voting(0, kBob), voting(0, kBob)}).ok());
  EXPECT_TRUE(fails(run(with(voting(0, kAlice), 3, vote_of(0, kBob))), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run(closing_vote(0, kAlice)), GovernanceError::VotingOpen)) << "nor anew";
  EXPECT_EQ(proposal(0).yes, before.yes);
  EXPECT_EQ(proposal(0).no, before.no);
}

TEST_P(GovernanceAttack, vote_with_anothers_stake_or_none) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  auto stolen = with(voting(0, kAlice), 0, kMallory);
  EXPECT_TRUE(fails(run(stolen), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(voting(0, kAlice), 0)), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(run(voting(0, kMallory)), ErrorCode::AccountNotInitialized));
  auto empty = stake(kAlice);
  empty.amount = 0;
  chain.put(stake_of(kAlice), empty, zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(voting(0, kAlice)), GovernanceError::StakeEmpty));
}

TEST_P(GovernanceAttack, vote_with_a_record_of_another_program_or_pool) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  auto forged = stake(kAlice);
  forged.staker = kMallory;
  const auto mallorys = with(with(voting(0, kAlice), 0, kMallory), 2, key(60));
  chain.put(key(60), forged, kMallory);
  EXPECT_TRUE(fails(run(mallorys), ErrorCode::AccountOwnedByWrongProgram));
  forged.pool = key(61);
  chain.put(key(60), forged, zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(with(mallorys, 3, find_program_address(kProgramId, "vote", proposal_of(0), key(60)).address)),
                    GovernanceError::StakeOfAnotherPool));
  forged.version = 2;
  chain.put(key(60), forged, zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(mallorys), GovernanceError::LayoutUnknown));
}

TEST_P(GovernanceAttack, propose_with_anothers_stake) {
  const auto honest = proposing(0, payload(SetGuardian{}));
  EXPECT_TRUE(fails(run(with(honest, 0, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(honest, 0)), ErrorCode::AccountNotSigner));
  chain.put(key(60), stake(kAlice), kMallory);
  EXPECT_TRUE(fails(run(with(honest, 3, key(60))), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(GovernanceAttack, stake_topped_up_after_the_proposal) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  ASSERT_TRUE(succeeds(run(staking(kBob, 1)))) << "in the second of the proposal";
  EXPECT_TRUE(fails(run(voting(0, kBob)), GovernanceError::StakeTooRecent));
  pass(kDaySeconds);
  EXPECT_TRUE(fails(chain.run({staking(kAlice, kRich / 4), voting(0, kAlice)}), GovernanceError::StakeTooRecent));
  EXPECT_TRUE(succeeds(run(voting(0, kAlice)))) << "but a failure changes nothing";
}

TEST_P(GovernanceAttack, lock_too_short) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  auto short_one = stake(kBob);
  for (const i64 until : {i64{0}, proposal(0).voting_ends_at - 1, proposal(0).voting_ends_at}) {
    short_one.lock_until = until;
    chain.put(stake_of(kBob), short_one, zest_staking::kProgramId);
    EXPECT_TRUE(fails(run(voting(0, kBob)), GovernanceError::LockTooShort));
    EXPECT_TRUE(fails(run(proposing(1, payload(SetGuardian{}), kBob)), GovernanceError::LockTooShort));
  }
  short_one.lock_until = proposal(0).voting_ends_at + 1;
  chain.put(stake_of(kBob), short_one, zest_staking::kProgramId);
  EXPECT_TRUE(succeeds(run(voting(0, kBob))));
}

TEST_P(GovernanceAttack, stake_vote_unstake_in_one_transaction) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  pass(1);
  const i64 until = proposal(0).voting_ends_at + 1;
  EXPECT_TRUE(fails(chain.run({staking(kDeployer, kRich), locking(kDeployer, until), voting(0, kDeployer)}),
                    GovernanceError::StakeTooRecent));
  EXPECT_TRUE(fails(chain.run({voting(0, kAlice), StakingWorld::cooling(kAlice, kStaked)}), StakingError::StakeLocked));
  EXPECT_TRUE(fails(chain.run({staking(kDeployer, kRich), locking(kDeployer, now() + 60 * kDaySeconds),
                               proposing(1, payload(SetGuardian{}), kDeployer)}),
                    GovernanceError::StakeTooRecent));
}

TEST_P(GovernanceAttack, cooling_stake_brought_back_for_a_vote) {
  pass(61 * kDaySeconds);
  ASSERT_TRUE(succeeds(run(StakingWorld::cooling(kBob, 1'000))));
  ASSERT_TRUE(succeeds(run(locking(kBob, now() + 60 * kDaySeconds))));
  ASSERT_TRUE(succeeds(run(locking(kAlice, now() + 60 * kDaySeconds))));
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  ASSERT_TRUE(succeeds(run(StakingWorld::cancelling(kBob))));
  EXPECT_TRUE(fails(run(voting(0, kBob)), GovernanceError::StakeTooRecent));
}

TEST_P(GovernanceAttack, timelock_skipped) {
  const u64 number = pass_vote(payload(SetGuardian{kMallory}));
  EXPECT_TRUE(fails(run(settling(number)), GovernanceError::NotQueued));
  EXPECT_TRUE(fails(chain.run({queueing(number), settling(number)}), GovernanceError::TimelockRunning));
  ASSERT_TRUE(succeeds(run(queueing(number))));
  EXPECT_TRUE(fails(run(queueing(number)), GovernanceError::NotVoting)) << "nor queued again";
  pass(kTimelockSeconds - 1);
  EXPECT_TRUE(fails(run(settling(number)), GovernanceError::TimelockRunning));
  EXPECT_EQ(governance().guardian, kGuardian);
  pass(1);
  EXPECT_TRUE(succeeds(run(settling(number))));
}

TEST_P(GovernanceAttack, what_decides_the_rules_waits_longer) {
  put_buffer(kCode);
  std::vector<u64> numbers;
  for (const Pubkey& program : {kProgramId, zest_staking::kProgramId}) {
    numbers.push_back(propose_and_vote(upgrade_to(kCode, program)));
    numbers.push_back(propose_and_vote(payload(SetUpgradeAuthority{program, kMallory})));
  }
  const u64 other = propose_and_vote(upgrade_to(kCode));
  pass(kRules.voting_seconds);
  for (const u64 number : numbers) {
    ASSERT_TRUE(succeeds(run(queueing(number, kBuffer))));
    EXPECT_EQ(proposal(number).executable_at, now() + kRulesTimelockSeconds);
  }
  ASSERT_TRUE(succeeds(run(queueing(other, kBuffer))));
  EXPECT_EQ(proposal(other).executable_at, now() + kTimelockSeconds);
}

TEST_P(GovernanceAttack, executed_twice) {
  put_tokens(zest_staking::test::kTreasury, {.mint = kMint, .owner = kGovernanceAuthority, .amount = 1'000});
  const u64 number = make_due(payload(TransferTokens{kTreasury, account_of(kBob), kBob, kMint, 400}));
  EXPECT_TRUE(fails(chain.run({transferring(number), transferring(number)}), GovernanceError::NotQueued));
  ASSERT_TRUE(succeeds(run(transferring(number))));
  EXPECT_TRUE(fails(run(transferring(number)), GovernanceError::NotQueued));
  EXPECT_EQ(amount(kTreasury), 600u);
  ASSERT_TRUE(succeeds(run(closing(number))));
  EXPECT_TRUE(fails(run(transferring(number)), ErrorCode::AccountNotInitialized));
}

TEST_P(GovernanceAttack, a_number_used_again) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  ASSERT_TRUE(succeeds(run(withdrawing(0))));
  ASSERT_TRUE(succeeds(run(closing(0))));
  EXPECT_TRUE(fails(run(proposing(0, payload(SetGuardian{kMallory}))), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run(proposing(2, payload(SetGuardian{kMallory}))), ErrorCode::ConstraintSeeds)) << "nor skipped";
  EXPECT_TRUE(succeeds(run(proposing(1, payload(SetGuardian{kMallory})))));
}

TEST_P(GovernanceAttack, proposal_substituted) {
  const u64 due = make_due(payload(RemoveMint{kMint}));
  EXPECT_TRUE(fails(run(settling(due)), GovernanceError::AnotherAction));
  EXPECT_TRUE(fails(run(setting_mint(due)), GovernanceError::AnotherAction));
  Proposal forged = proposal(due);
  forged.kind = ActionKind::SetGuardian;
  forged.payload_size = sizeof(SetGuardian);
  chain.put(key(60), forged, kMallory);
  EXPECT_TRUE(fails(run(with(settling(due), 0, key(60))), ErrorCode::AccountOwnedByWrongProgram));
  EXPECT_TRUE(fails(run(with(settling(due), 0, vote_of(due, kAlice))), ErrorCode::AccountDidNotDeserialize));
  forged.version = 2;
  chain.put(key(60), forged, kProgramId);
  EXPECT_TRUE(fails(run(with(settling(due), 0, key(60))), GovernanceError::LayoutUnknown));
  EXPECT_EQ(governance().guardian, kGuardian);
}

TEST_P(GovernanceAttack, other_accounts_than_voted) {
  const Pubkey other = key(60);
  put(other, mint_data({.authority = kMallory, .supply = kRich, .decimals = 9}), Token::kId);
  EXPECT_TRUE(fails(run(setting_mint(make_due(payload(kNoPrice)), other)), GovernanceError::AnotherAccount));
  put(kMarketPool, std::vector<u8>(8), kMallory);
  const u64 pool_number = make_due(payload(SetPool{kMarket, kMarketPool}));
  EXPECT_TRUE(fails(run(setting_pool(pool_number)), GovernanceError::PoolOfAnotherProgram));
  put(other, std::vector<u8>(8), kMarket);
  EXPECT_TRUE(fails(run(setting_pool(pool_number, other)), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(run(with(setting_pool(pool_number), 3, pool_entry(other))), ErrorCode::ConstraintSeeds));

  put(kMarketPool, std::vector<u8>(8), kMarket);
  ASSERT_TRUE(succeeds(run(setting_pool(pool_number))));
  EXPECT_TRUE(fails(run(with(removing_pool(make_due(payload(RemovePool{kMarketPool}))), 2, kBob)),
                    ErrorCode::ConstraintHasOne));
  const u64 removal = make_due(payload(RemovePool{other}));
  EXPECT_TRUE(fails(run(removing_pool(removal)), GovernanceError::AnotherAccount));
  ASSERT_TRUE(succeeds(run(setting_mint(make_due(payload(kNoPrice))))));
  EXPECT_TRUE(fails(run(removing_mint(make_due(payload(RemoveMint{other})))), GovernanceError::AnotherAccount));
  EXPECT_TRUE(
      fails(run(with(removing_mint(make_due(payload(RemoveMint{kMint}))), 2, kBob)), ErrorCode::ConstraintHasOne));
}

TEST_P(GovernanceAttack, a_mint_by_which_others_could_take) {
  const Pubkey hooked = key(60);
  grapnel::testing::put_mint(chain, hooked, {.authority = kMallory, .supply = 5, .decimals = 9}, Token2022::kId,
                             grapnel::testing::transfer_hook(kMallory));
  const u64 number = make_due(payload(SetMint{hooked, {}, {}, 0, 0, 0, static_cast<u8>(PriceKind::None), {}}));
  EXPECT_TRUE(fails(run(setting_mint(number, hooked)), GovernanceError::MintRefused));
}

TEST_P(GovernanceAttack, treasury_paid_elsewhere) {
  put_tokens(kTreasury, {.mint = kMint, .owner = kGovernanceAuthority, .amount = 1'000});
  const u64 number = make_due(payload(TransferTokens{kTreasury, account_of(kBob), kBob, kMint, 400}));
  EXPECT_TRUE(fails(run(with(transferring(number), 3, account_of(kMallory))), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(run(with(transferring(number), 1, account_of(kAlice))), GovernanceError::AnotherAccount));
  put(key(60), mint_data({.authority = kMallory, .supply = kRich, .decimals = 9}), Token::kId);
  EXPECT_TRUE(fails(run(with(transferring(number), 2, key(60))), GovernanceError::AnotherAccount));
  put_tokens(key(61), {.mint = kMint, .owner = kBob});
  EXPECT_TRUE(fails(run(with(transferring(number), 3, key(61))), GovernanceError::AnotherAccount))
      << "his, but another";
  EXPECT_TRUE(fails(run(with(transferring(number), 4, kMallory)), ErrorCode::ConstraintAddress));
  EXPECT_TRUE(fails(run(with(transferring(number), 5, kMallory)), ErrorCode::InvalidProgramId));
  put_tokens(account_of(kBob), {.mint = kMint, .owner = kMallory});
  EXPECT_TRUE(fails(run(transferring(number)), GovernanceError::AnotherAccount)) << "the account was given away";
  EXPECT_EQ(amount(kTreasury), 1'000u);
}

TEST_P(GovernanceAttack, treasury_that_is_not_ours) {
  const u64 number = make_due(payload(TransferTokens{account_of(kAlice), account_of(kBob), kBob, kMint, 400}));
  EXPECT_FALSE(run(with(transferring(number), 1, account_of(kAlice))).ok());
  EXPECT_EQ(proposal(number).status, ProposalStatus::Queued) << "a failed execution is none";
}

TEST_P(GovernanceAttack, call_with_other_accounts_or_data) {
  const auto voted = setting_features({feature("agents_10", 500)});
  const u64 number = make_due(call_of(voted));
  const auto call = calling(number, voted);
  EXPECT_TRUE(fails(run(with(call, 2, key(60))), GovernanceError::CallAccountsChanged));
  EXPECT_TRUE(fails(run(with(call, 1, kProgramId)), GovernanceError::AnotherAccount));
  auto fewer = call;
  fewer.accounts.pop_back();
  EXPECT_TRUE(fails(run(fewer), GovernanceError::CallAccountsChanged));
  auto more = call;
  more.accounts.push_back({key(60)});
  EXPECT_TRUE(fails(run(more), GovernanceError::CallAccountsChanged));
  auto other_flags = voted;
  other_flags.accounts[0].is_writable = false;
  EXPECT_TRUE(fails(run(calling(number, other_flags)), GovernanceError::CallAccountsChanged));
  const std::vector<u8> one_more = {kCallWritable, kCallSigner, 0};
  auto more_flags = make<execute_call>({proposal_of(number), voted.program_id}, {{one_more.data(), 3}});
  more_flags.accounts.insert(more_flags.accounts.end(), call.accounts.begin() + 2, call.accounts.end());
  EXPECT_TRUE(fails(run(more_flags), GovernanceError::CallAccountsChanged));
  EXPECT_EQ(pool().feature_count, 0);
  auto same_accounts = call_of(setting_features({}));
  const u64 other_data = make_due(same_accounts);
  ASSERT_TRUE(succeeds(run(calling(other_data, voted)))) << "the data is the proposal's, whoever executes";
  EXPECT_EQ(pool().feature_count, 0);
}

TEST_P(GovernanceAttack, call_that_others_sign) {
  const auto bonding_alice = bonding(kAlice, 10);
  const u64 number = make_due(call_of(bonding_alice));
  EXPECT_TRUE(fails(run(calling(number, bonding_alice)), GovernanceError::CallSignerRefused));
  auto signed_by_her = calling(number, bonding_alice);
  signed_by_her.accounts.back().is_signer = true;
  EXPECT_TRUE(fails(run(signed_by_her), GovernanceError::CallSignerRefused)) << "though she did";
}

TEST_P(GovernanceAttack, call_of_ourselves_a_token_program_or_the_loader) {
  for (const Pubkey& program : {kProgramId, Token::kId, Token2022::kId, UpgradeableLoader::kId, System::kId, kMallory})
    EXPECT_TRUE(fails(run(proposing(0, payload(CallProgram{program, {}}))), GovernanceError::CallTargetRefused));
  Proposal forged = proposal(make_due(call_of(setting_features({}))));
  const CallProgram loader{UpgradeableLoader::kId, {}};
  std::memcpy(forged.payload.items, &loader, sizeof loader);
  chain.put(proposal_of(0), forged, kProgramId);
  EXPECT_TRUE(fails(run(calling(0, {UpgradeableLoader::kId, {}, {}})), GovernanceError::CallTargetRefused))
      << "nor if an earlier version let it through";
}

TEST_P(GovernanceAttack, parameters_that_have_left_their_bounds_since) {
  const u64 number = make_due(payload(SetParameters(kRules)));
  Proposal wide = proposal(number);
  const SetParameters rules{kVotingSecondsMin - 1, kQuorumBpsMin, 0};
  std::memcpy(wide.payload.items, &rules, sizeof rules);
  chain.put(proposal_of(number), wide, kProgramId);
  EXPECT_TRUE(fails(run(settling(number)), GovernanceError::ParametersOutOfBounds));
}

TEST_P(GovernanceAttack, guardian_stays) {
  const u64 number = propose_and_vote(payload(SetGuardian{kBob}));
  EXPECT_TRUE(fails(run(cancelling(number)), GovernanceError::GuardianCannotStay));
  pass(kRules.voting_seconds);
  ASSERT_TRUE(succeeds(run(queueing(number))));
  EXPECT_TRUE(fails(run(cancelling(number)), GovernanceError::GuardianCannotStay));
  pass(kTimelockSeconds);
  ASSERT_TRUE(succeeds(run(settling(number))));
  const u64 next = propose_and_vote(payload(RemoveMint{kMint}));
  EXPECT_TRUE(fails(run(cancelling(next)), ErrorCode::ConstraintHasOne)) << "and is no guardian any more";
}

TEST_P(GovernanceAttack, cancel_by_another) {
  const u64 number = propose_and_vote(payload(RemoveMint{kMint}));
  EXPECT_TRUE(fails(run(with(cancelling(number), 2, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(cancelling(number), 2)), ErrorCode::AccountNotSigner));
  auto forged = governance();
  forged.guardian = kMallory;
  chain.put(key(60), forged, kMallory);
  EXPECT_TRUE(
      fails(run(with(with(cancelling(number), 1, key(60)), 2, kMallory)), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(GovernanceAttack, quorum_raised_by_staking_before_a_proposal) {
  ASSERT_TRUE(succeeds(run(staking(kDeployer, kRich))));  // twice what all others have, without a vote
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  EXPECT_EQ(proposal(0).quorum, 10 * kRich / 25) << "4 % of the supply, whoever stakes";
  ASSERT_TRUE(succeeds(run(locking(kDeployer, now() + 60 * kDaySeconds))));
  EXPECT_TRUE(fails(run(voting(0, kDeployer, Choice::No)), GovernanceError::StakeTooRecent));
  ASSERT_TRUE(succeeds(run(voting(0, kAlice))));
  pass(kRules.voting_seconds);
  EXPECT_TRUE(succeeds(run(queueing(0))));
}

TEST_P(GovernanceAttack, quorum_lowered_by_unstaking_before_a_proposal) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{}), kBob))));
  EXPECT_EQ(proposal(0).quorum, 10 * kRich / 25);
  ASSERT_TRUE(succeeds(run(voting(0, kBob))));
  pass(kRules.voting_seconds);
  EXPECT_TRUE(fails(run(queueing(0)), GovernanceError::QuorumNotReached));
}

TEST_P(GovernanceAttack, quorum_set_so_high_that_nobody_lowers_it) {
  const u64 number = make_due(payload(SetParameters{kRules.voting_seconds, 501, 10}));
  EXPECT_TRUE(fails(run(settling(number)), GovernanceError::QuorumNotReached)) << "5 % of all took part";
  EXPECT_EQ(governance().parameters.quorum_bps, kRules.quorum_bps);
  EXPECT_TRUE(succeeds(run(settling(make_due(payload(SetParameters{kRules.voting_seconds, 500, 10}))))));
}

TEST_P(GovernanceAttack, quorum_of_another_mint) {
  const auto mint_of_one = key(61);
  put(mint_of_one, mint_data({.authority = kMallory, .supply = 1, .decimals = 9}), Token::kId);
  EXPECT_TRUE(fails(run(with(proposing(0, payload(SetGuardian{})), 2, mint_of_one)), ErrorCode::ConstraintHasOne));
}

TEST_P(GovernanceAttack, proposal_by_a_stake_of_another_pool) {
  auto foreign = stake(kAlice);
  foreign.pool = key(60);
  chain.put(stake_of(kAlice), foreign, zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(proposing(0, payload(SetGuardian{}))), GovernanceError::StakeOfAnotherPool));
}

TEST_P(GovernanceAttack, tally_made_to_overflow) {
  ASSERT_TRUE(succeeds(run(proposing(0, payload(SetGuardian{})))));
  auto full = proposal(0);
  full.yes = {~u64{0}, 0};
  chain.put(proposal_of(0), full, kProgramId);
  EXPECT_TRUE(fails(run(voting(0, kAlice)), GovernanceError::TallyOverflow));
  EXPECT_TRUE(succeeds(run(voting(0, kAlice, Choice::No))));
}

TEST_P(GovernanceAttack, buffer_unlike_the_one_voted_on_is_not_queued) {
  const u64 number = pass_vote(upgrade_to(kCode));
  EXPECT_TRUE(fails(run(queueing(number)), GovernanceError::BufferMissing));
  put_buffer(kCode, kMallory);
  EXPECT_TRUE(fails(run(queueing(number, kBuffer)), GovernanceError::BufferNotOurs)) << "she could still write to it";
  std::vector<u8> other = kCode;
  other.back() ^= 1;
  put_buffer(other);
  EXPECT_TRUE(fails(run(queueing(number, kBuffer)), GovernanceError::BufferChanged));
  other = kCode;
  other.push_back(0);
  put_buffer(other);
  EXPECT_TRUE(fails(run(queueing(number, kBuffer)), GovernanceError::BufferChanged));
  put_buffer(kCode);
  const auto same = chain.account(kBuffer);
  chain.set_account(key(60), same);
  EXPECT_TRUE(fails(run(queueing(number, key(60))), GovernanceError::BufferOfAnotherProposal));
  put(key(60), same.data, kMallory);
  EXPECT_TRUE(fails(run(queueing(number, key(60))), ErrorCode::AccountOwnedByWrongProgram));
  EXPECT_TRUE(succeeds(run(queueing(number, kBuffer))));
}

TEST_P(GovernanceAttack, buffer_swapped_after_the_vote_is_not_deployed) {
  put_buffer(kCode);
  const u64 number = make_due(upgrade_to(kCode), kBuffer);
  std::vector<u8> other = kCode;
  other.front() ^= 1;
  put_buffer(other);
  EXPECT_TRUE(fails(run(upgrading(number)), GovernanceError::BufferChanged));
  put_buffer(kCode, kMallory);
  EXPECT_TRUE(fails(run(upgrading(number)), GovernanceError::BufferNotOurs));
  put_buffer(kCode);
  chain.set_account(key(60), chain.account(kBuffer));
  EXPECT_TRUE(fails(run(with(upgrading(number), 3, key(60))), GovernanceError::BufferOfAnotherProposal));
  EXPECT_TRUE(fails(run(upgrading(number, key(61))), GovernanceError::AnotherAccount)) << "another program";
  EXPECT_TRUE(fails(run(with(upgrading(number), 4, kMallory)), ErrorCode::ConstraintHasOne)) << "another's rent";
  EXPECT_TRUE(fails(run(with(upgrading(number), 7, kMallory)), ErrorCode::ConstraintAddress)) << "another authority";
  EXPECT_TRUE(fails(run(with(upgrading(number), 8, kMallory)), ErrorCode::InvalidProgramId)) << "another loader";
}

TEST_P(GovernanceAttack, upgrade_authority_of_another_program_handed_over) {
  std::vector<u8> program(loader::ProgramAccount::kSize);
  program[0] = 2;
  const Pubkey data = program_data(kProgram);
  std::memcpy(program.data() + 4, data.data(), Pubkey::size());
  put(kProgram, program, UpgradeableLoader::kId);
  grapnel::testing::set_upgrade_authority(chain, kProgram, kGovernanceAuthority);
  put(key(60), program, UpgradeableLoader::kId);
  const u64 number = make_due(payload(SetUpgradeAuthority{kProgram, kBob}));
  EXPECT_TRUE(fails(run(with(handing_over(number, kBob), 1, key(60))), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(run(with(handing_over(number, kBob), 2, kProgramData)), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(run(handing_over(number, kMallory)), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(run(with(handing_over(number, kBob), 4, kMallory)), ErrorCode::ConstraintAddress));
  EXPECT_TRUE(fails(run(with(handing_over(number, kBob), 5, kMallory)), ErrorCode::InvalidProgramId));
}

}  // namespace
}  // namespace governance::test
