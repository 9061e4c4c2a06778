// Proposals from their making to what they do, natively and on the real runtime, and what must not become of them.
#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/token_accounts.hpp>

#include <governance/governance.hpp>

#include <cstring>
#include <governance_target.hpp>

namespace governance {
namespace {

using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;
using namespace grapnel::testing::token_accounts;

constexpr Pubkey kDeployer = key(1);
constexpr Pubkey kAlice = key(2);
constexpr Pubkey kBob = key(3);
constexpr Pubkey kGuardian = key(4);
constexpr Pubkey kStranger = key(5);
constexpr Pubkey kZest = key(10);
constexpr Pubkey kPool = key(11);
constexpr Pubkey kTreasuryTokens = key(12);
constexpr Pubkey kPayee = key(13);
constexpr Pubkey kBuffer = key(14);
constexpr Pubkey kGovernanceKey = find_program_address(kProgramId, "governance").address;
constexpr u64 kSupply = 1'000'000;
constexpr i64 kVoting = 3 * kDaySeconds;
constexpr Pubkey kRentSysvar = "SysvarRent111111111111111111111111111111111"_pubkey;
constexpr Pubkey kClockSysvar = "SysvarC1ock11111111111111111111111111111111"_pubkey;
constexpr Hash256 kText = [] {
  Hash256 hash;
  hash[0] = 7;
  return hash;
}();

Pubkey stake_of(const Pubkey& staker) {
  return find_program_address(zest_staking::kProgramId, "stake", kPool, staker).address;
}
Pubkey proposal_key(u64 number) { return find_program_address(kProgramId, "proposal", number).address; }
Pubkey vote_key(u64 number, const Pubkey& staker) {
  return find_program_address(kProgramId, "vote", proposal_key(number), stake_of(staker)).address;
}

class GovernanceTest : public grapnel::testing::ProgramTest<GovernanceProgram, governance_target::First> {
 protected:
  GovernanceTest() {
    for (const Pubkey& person : {kDeployer, kAlice, kBob, kGuardian, kStranger})
      chain.fund(person, Lamports{10'000'000'000});
    put(kZest, mint_data({.authority = kDeployer, .supply = kSupply, .decimals = 9}), Token::kId);
    put_pool(200'000);
    put_stake(kAlice, 100'000);
    put_stake(kBob, 60'000);
    put_program_data(kOwnProgramData, kDeployer);
  }

  void put(const Pubkey& address, const std::vector<u8>& data, const Pubkey& owner) {
    chain.set_account(address, {chain.rent(data.size()), data, owner, false});
  }
  void put_pool(u64 staked, const Pubkey& authority = kGovernanceAuthority) {
    StakePool pool{};
    pool.version = zest_staking::kLayoutVersion;
    pool.mint = kZest;
    pool.authority = authority;
    pool.staked = staked;
    chain.put(kPool, pool, zest_staking::kProgramId);
  }
  StakeRecord a_stake(const Pubkey& staker, u64 amount) {
    StakeRecord stake{};
    stake.version = zest_staking::kLayoutVersion;
    stake.pool = kPool;
    stake.staker = staker;
    stake.amount = amount;
    stake.last_staked_at = now() - 10;
    stake.lock_until = now() + zest_staking::kYearSeconds;
    return stake;
  }
  void put_stake(const Pubkey& staker, u64 amount) {
    chain.put(stake_of(staker), a_stake(staker, amount), zest_staking::kProgramId);
  }
  // On the real runtime the code stays; natively there is none to keep.
  void put_program_data(const Pubkey& address, const Pubkey& authority) {
    native::Account account = chain.account(address);
    if (account.data.size() < 45)
      account = {Lamports{10'000'000'000}, std::vector<u8>(45), UpgradeableLoader::kId, false};
    account.data[0] = 3;
    account.data[12] = 1;
    std::memcpy(account.data.data() + 13, authority.data(), 32);
    chain.set_account(address, account);
  }
  i64 now() const { return chain.clock().unix_timestamp; }
  void pass(i64 seconds) { chain.warp({.slots = 10, .seconds = seconds}); }

  Outcome initialize_by(const Pubkey& who, const Parameters& rules = {kVoting, 1'000, 50}) {
    return run<initialize>({who, kOwnProgramData, kPool, kZest, kGovernanceKey, System::kId},
                           {.guardian = kGuardian, .parameters = rules});
  }
  template <class Action>
  static std::vector<u8> bytes(const Action& action) {
    const auto* first = reinterpret_cast<const u8*>(&action);
    return {first, first + sizeof action};
  }
  Outcome propose_bytes(ActionKind kind, const std::vector<u8>& payload, u64 number = 0, const Hash256& text = kText) {
    ProposeArgs args{.document = text, .kind = kind, .payload = {}};
    args.payload.data = payload.data();
    args.payload.size = static_cast<u32>(payload.size());
    return run<propose>({kAlice, kGovernanceKey, kPool, kZest, stake_of(kAlice), proposal_key(number), System::kId},
                        args);
  }
  template <class Action>
  Outcome propose_action(const Action& action, u64 number = 0) {
    return propose_bytes(kKindOf<Action>, bytes(action), number);
  }
  Outcome vote_by(const Pubkey& staker, Choice choice, u64 number = 0) {
    return run<vote>({staker, proposal_key(number), stake_of(staker), vote_key(number, staker), System::kId}, {choice});
  }
  Outcome queue_it(u64 number = 0, const Pubkey& buffer = kProgramId) {
    return run<queue>({proposal_key(number), buffer});
  }
  Outcome settle(u64 number = 0) { return run<execute_settings>({proposal_key(number), kGovernanceKey}); }

  template <class Action>
  void open(const Action& action, u64 number = 0) {
    if (number == 0) ASSERT_TRUE(succeeds(initialize_by(kDeployer)));
    ASSERT_TRUE(succeeds(propose_action(action, number)));
  }
  template <class Action>
  void pass_vote(const Action& action, const Pubkey& buffer = kProgramId) {
    open(action);
    ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::Yes)));
    pass(kVoting);
    ASSERT_TRUE(succeeds(queue_it(0, buffer)));
  }
  template <class Action>
  void make_due(const Action& action) {
    pass_vote(action);
    pass(kTimelockSeconds);
  }
  Proposal state(u64 number = 0) const { return chain.state<Proposal>(proposal_key(number)).value_or(Proposal{}); }
  Governance rules() const { return chain.state<Governance>(kGovernanceKey).value_or(Governance{}); }
};
INSTANTIATE_TEST_SUITE_P(, GovernanceTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(GovernanceTest, only_the_upgrade_authority_initialises_and_within_bounds) {
  EXPECT_TRUE(fails(initialize_by(kStranger), GovernanceError::NotUpgradeAuthority));
  EXPECT_TRUE(fails(initialize_by(kDeployer, {kVoting - 1, 1'000, 50}), GovernanceError::ParametersOutOfBounds));
  EXPECT_TRUE(fails(initialize_by(kDeployer, {kVoting, 399, 50}), GovernanceError::ParametersOutOfBounds));
  EXPECT_TRUE(fails(initialize_by(kDeployer, {kVoting, 1'000, 101}), GovernanceError::ParametersOutOfBounds));
  put_pool(1, kStranger);
  EXPECT_TRUE(fails(initialize_by(kDeployer), GovernanceError::PoolOfAnotherAuthority));
  put_pool(1);
  ASSERT_TRUE(succeeds(initialize_by(kDeployer)));
  EXPECT_EQ(rules().guardian, kGuardian);
  EXPECT_FALSE(initialize_by(kDeployer).ok()) << "once";
}

TEST_P(GovernanceTest, a_proposal_lives_from_vote_to_execution) {
  open(SetGuardian{kBob});
  EXPECT_EQ(state().quorum, 40'000u) << "4 % of the supply, more than a tenth of what is staked";
  const Outcome voted = vote_by(kAlice, Choice::Yes);
  ASSERT_TRUE(succeeds(voted));
  EXPECT_EQ(state().yes.amount, 100'000u);
  EXPECT_EQ(state().yes.weight,
            zest_staking::vote_weight(100'000, a_stake(kAlice, 0).lock_until, state().voting_ends_at));
  EXPECT_TRUE(fails(queue_it(), GovernanceError::VotingOpen));
  pass(kVoting);
  EXPECT_TRUE(fails(vote_by(kBob, Choice::No), GovernanceError::VotingEnded));
  EXPECT_TRUE(fails(settle(), GovernanceError::NotQueued)) << "the timelock is not skipped";
  ASSERT_TRUE(succeeds(queue_it()));
  EXPECT_TRUE(fails(queue_it(), GovernanceError::NotVoting));
  pass(kTimelockSeconds - 1);
  EXPECT_TRUE(fails(settle(), GovernanceError::TimelockRunning));
  pass(1);
  ASSERT_TRUE(succeeds(settle()));
  EXPECT_EQ(rules().guardian, kBob);
  EXPECT_TRUE(fails(settle(), GovernanceError::NotQueued)) << "executed once";
}

TEST_P(GovernanceTest, queue_and_execute_in_one_transaction_meet_the_timelock) {
  open(SetGuardian{kBob});
  ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::Yes)));
  pass(kVoting);
  EXPECT_TRUE(fails(chain.run({make<queue>({proposal_key(0), kProgramId}),
                               make<execute_settings>({proposal_key(0), kGovernanceKey})}),
                    GovernanceError::TimelockRunning));
}

TEST_P(GovernanceTest, what_a_stake_must_be_to_vote) {
  open(SetGuardian{kBob});
  ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::Yes)));
  EXPECT_FALSE(vote_by(kAlice, Choice::Yes).ok()) << "twice";
  const auto with = [&](auto change) {
    StakeRecord stake = a_stake(kBob, 60'000);
    change(stake);
    chain.put(stake_of(kBob), stake, zest_staking::kProgramId);
    return vote_by(kBob, Choice::No);
  };
  const i64 created = state().created_at, end = state().voting_ends_at;
  EXPECT_TRUE(fails(with([&](auto& s) { s.last_staked_at = created; }), GovernanceError::StakeTooRecent));
  EXPECT_TRUE(fails(with([&](auto& s) { s.lock_until = end; }), GovernanceError::LockTooShort));
  EXPECT_TRUE(fails(with([&](auto& s) { s.pool = key(99); }), GovernanceError::StakeOfAnotherPool));
  EXPECT_TRUE(fails(with([&](auto& s) { s.amount = 0; }), GovernanceError::StakeEmpty));
  EXPECT_TRUE(fails(with([&](auto& s) { s.version = 2; }), GovernanceError::LayoutUnknown));
  EXPECT_TRUE(fails(with([&](auto& s) { s.staker = kAlice; }), ErrorCode::ConstraintHasOne));
}

TEST_P(GovernanceTest, what_a_proposal_must_be) {
  ASSERT_TRUE(succeeds(initialize_by(kDeployer)));
  EXPECT_TRUE(fails(propose_bytes(ActionKind::SetGuardian, {1}), GovernanceError::PayloadInvalid));
  EXPECT_TRUE(fails(propose_bytes(ActionKind::SetGuardian, bytes(SetGuardian{kBob}), 0, kNoHash),
                    GovernanceError::DocumentMissing));
  EXPECT_TRUE(fails(propose_action(RemoveMint{}), GovernanceError::KeyMissing));
  EXPECT_TRUE(fails(propose_action(SetParameters{kVoting, 399, 0}), GovernanceError::ParametersOutOfBounds));
  EXPECT_TRUE(
      fails(propose_action(TransferTokens{kTreasuryTokens, kPayee, kBob, kZest, 0}), GovernanceError::AmountIsZero));
  for (const Pubkey& target : {kProgramId, Token::kId, Token2022::kId, UpgradeableLoader::kId, System::kId})
    EXPECT_TRUE(fails(propose_action(CallProgram{target, {}}), GovernanceError::CallTargetRefused));
  SetMint unpriced{};
  unpriced.mint = kZest;
  unpriced.is_quote = 1;
  EXPECT_TRUE(fails(propose_action(unpriced), GovernanceError::MintPriceInvalid));
  put_stake(kAlice, 4'999);
  EXPECT_TRUE(fails(propose_action(SetGuardian{kBob}), GovernanceError::StakeTooSmall));
  EXPECT_EQ(rules().proposal_count, 0u);
}

TEST_P(GovernanceTest, quorum_is_of_the_snapshot_and_no_does_not_count_towards_it) {
  put_pool(900'000);
  open(SetGuardian{kBob});
  put_pool(10);
  EXPECT_EQ(state().quorum, 90'000u) << "what left the pool since then does not lower it";
  ASSERT_TRUE(succeeds(vote_by(kBob, Choice::Yes)));
  ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::No)));
  pass(kVoting);
  EXPECT_TRUE(fails(queue_it(), GovernanceError::QuorumNotReached));
}

TEST_P(GovernanceTest, abstaining_makes_the_quorum_and_yes_must_outweigh_no) {
  open(SetGuardian{kBob});
  ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::Abstain)));
  pass(kVoting);
  EXPECT_TRUE(fails(queue_it(), GovernanceError::NotAccepted));
}

TEST_P(GovernanceTest, windows_end) {
  pass_vote(SetGuardian{kBob});
  pass(kTimelockSeconds + kExecutionWindowSeconds + 1);
  EXPECT_TRUE(fails(settle(), GovernanceError::ExecutionWindowOver));
  const auto close = make<close_proposal>({proposal_key(0), kAlice});
  EXPECT_TRUE(succeeds(run(close)));
}

TEST_P(GovernanceTest, the_guardian_cancels_all_but_its_own_replacement) {
  open(SetParameters{kVoting, 500, 0});
  EXPECT_TRUE(fails(run<cancel>({proposal_key(0), kGovernanceKey, kStranger}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(succeeds(run<cancel>({proposal_key(0), kGovernanceKey, kGuardian})));
  EXPECT_TRUE(fails(run<cancel>({proposal_key(0), kGovernanceKey, kGuardian}), GovernanceError::AlreadyDecided));
  EXPECT_TRUE(fails(vote_by(kAlice, Choice::Yes), GovernanceError::NotVoting));
  open(SetGuardian{kBob}, 1);
  EXPECT_TRUE(fails(run<cancel>({proposal_key(1), kGovernanceKey, kGuardian}), GovernanceError::GuardianCannotStay));
  EXPECT_TRUE(fails(run<withdraw>({proposal_key(1), kBob}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(succeeds(run<withdraw>({proposal_key(1), kAlice})));
}

TEST_P(GovernanceTest, rent_goes_back_and_numbers_never_come_again) {
  open(SetGuardian{kBob});
  ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::No)));
  EXPECT_TRUE(fails(run<close_proposal>({proposal_key(0), kAlice}), GovernanceError::ProposalNotOver));
  EXPECT_TRUE(fails(run<close_vote>({vote_key(0, kAlice), kAlice}), GovernanceError::VotingOpen));
  EXPECT_TRUE(fails(run<withdraw>({proposal_key(1), kAlice}), ErrorCode::AccountNotInitialized));
  pass(kVoting);
  EXPECT_TRUE(fails(run<withdraw>({proposal_key(0), kAlice}), GovernanceError::VotingEnded));
  EXPECT_TRUE(fails(run<close_proposal>({proposal_key(0), kStranger}), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(succeeds(run<close_proposal>({proposal_key(0), kAlice})));
  ASSERT_TRUE(succeeds(run<close_vote>({vote_key(0, kAlice), kAlice})));
  EXPECT_TRUE(fails(propose_action(SetGuardian{kBob}, 0), ErrorCode::ConstraintSeeds)) << "the number was used";
  EXPECT_TRUE(succeeds(propose_action(SetGuardian{kBob}, 1)));
}

TEST_P(GovernanceTest, treasury_tokens_go_where_it_was_voted) {
  put(kTreasuryTokens, account_data({.mint = kZest, .owner = kGovernanceAuthority, .amount = 500}), Token::kId);
  put(kPayee, account_data({.mint = kZest, .owner = kBob}), Token::kId);
  put(key(15), account_data({.mint = kZest, .owner = kStranger}), Token::kId);
  make_due(TransferTokens{kTreasuryTokens, kPayee, kBob, kZest, 300});
  const auto send = [&](const Pubkey& to) {
    return run<execute_transfer>({proposal_key(0), kTreasuryTokens, kZest, to, kGovernanceAuthority, Token::kId});
  };
  EXPECT_TRUE(fails(send(key(15)), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(settle(), GovernanceError::AnotherAction));
  put(kPayee, account_data({.mint = kZest, .owner = kStranger}), Token::kId);
  EXPECT_TRUE(fails(send(kPayee), GovernanceError::AnotherAccount)) << "it has another owner now";
  put(kPayee, account_data({.mint = kZest, .owner = kBob}), Token::kId);
  ASSERT_TRUE(succeeds(send(kPayee)));
  EXPECT_EQ(load<u64>(chain.account(kPayee).data.data() + 64), 300u);
}

TEST_P(GovernanceTest, mints_and_their_entries) {
  const Pubkey entry = find_program_address(kProgramId, "mint", kZest).address;
  SetMint action{};
  action.mint = kZest;
  action.is_quote = 1;
  action.price_kind = static_cast<u8>(PriceKind::Quote);
  make_due(action);
  EXPECT_TRUE(succeeds(run<execute_set_mint>({proposal_key(0), kStranger, kZest, entry, System::kId})));
  const auto made = chain.state<MintEntry>(entry);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->decimals, 9);
  EXPECT_EQ(made->rent_payer, kStranger);
}

TEST_P(GovernanceTest, calls_a_sister_program_with_the_accounts_and_data_that_were_voted) {
  const Pubkey limit = key(50), other = key(51);
  for (const Pubkey& one : {limit, other}) chain.put(one, governance_target::Limit{1}, zestron::kRewards);
  const u8 flags[] = {kCallSigner, kCallWritable};
  const auto hash = [&](const Pubkey& second) {
    Sha256 sum;
    sum.add(kGovernanceAuthority.data(), 32);
    sum.add(flags[0]);
    sum.add(second.data(), 32);
    sum.add(flags[1]);
    const Digest digest = sum.finish();
    Hash256 out;
    std::memcpy(out.items, digest.bytes, 32);
    return out;
  };
  std::vector<u8> payload = bytes(CallProgram{zestron::kRewards, hash(limit)});
  const auto wanted =
      client::instruction<governance_target::set_limit>(zestron::kRewards, {kGovernanceAuthority, limit}, {77});
  payload.insert(payload.end(), wanted.data.begin(), wanted.data.end());
  ASSERT_TRUE(succeeds(initialize_by(kDeployer)));
  ASSERT_TRUE(succeeds(propose_bytes(ActionKind::CallProgram, payload)));
  ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::Yes)));
  pass(kVoting);
  ASSERT_TRUE(succeeds(queue_it()));
  pass(kTimelockSeconds);
  const auto call = [&](const Pubkey& account, const std::vector<u8>& given, const Pubkey& program) {
    ExecuteCallArgs args;
    args.flags.data = given.data();
    args.flags.size = static_cast<u32>(given.size());
    auto instruction = make<execute_call>({proposal_key(0), program}, args);
    instruction.accounts.push_back({kGovernanceAuthority, false, false});
    instruction.accounts.push_back({account, false, true});
    return run(instruction);
  };
  EXPECT_TRUE(fails(call(other, {1, 2}, zestron::kRewards), GovernanceError::CallAccountsChanged));
  EXPECT_TRUE(fails(call(limit, {1, 0}, zestron::kRewards), GovernanceError::CallAccountsChanged));
  EXPECT_TRUE(fails(call(limit, {1}, zestron::kRewards), GovernanceError::CallAccountsChanged));
  EXPECT_TRUE(fails(call(limit, {1, 2}, Token::kId), GovernanceError::AnotherAccount));
  ASSERT_TRUE(succeeds(call(limit, {1, 2}, zestron::kRewards)));
  EXPECT_EQ(chain.state<governance_target::Limit>(limit)->value, 77u);
  EXPECT_TRUE(fails(call(limit, {1, 2}, zestron::kRewards), GovernanceError::NotQueued));
}

TEST_P(GovernanceTest, an_entry_of_a_mint_goes_and_its_rent_with_it) {
  const Pubkey entry = find_program_address(kProgramId, "mint", kZest).address;
  const Pubkey wrong = key(60);
  MintEntry held{};
  held.version = kLayoutVersion;
  held.mint = kZest;
  held.rent_payer = kBob;
  chain.put(entry, held, kProgramId);
  held.mint = wrong;
  chain.put(wrong, held, kProgramId);
  make_due(RemoveMint{kZest});
  EXPECT_TRUE(fails(run<execute_remove_mint>({proposal_key(0), wrong, kBob}), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(run<execute_remove_mint>({proposal_key(0), entry, kStranger}), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(succeeds(run<execute_remove_mint>({proposal_key(0), entry, kBob})));
  EXPECT_EQ(chain.account(entry).lamports, Lamports{0});
}

TEST_P(GovernanceTest, pools_are_listed_if_they_are_their_programs) {
  const Pubkey pool = key(61);
  const Pubkey entry = find_program_address(kProgramId, "pool", pool).address;
  const auto set = [&] { return run<execute_set_pool>({proposal_key(0), kStranger, pool, entry, System::kId}); };
  make_due(SetPool{zestron::kSwapPool, pool});
  put(pool, std::vector<u8>(324), kProgramId);
  EXPECT_TRUE(fails(set(), GovernanceError::PoolOfAnotherProgram));
  put(pool, std::vector<u8>(324), zestron::kSwapPool);
  ASSERT_TRUE(succeeds(set()));
  EXPECT_EQ(chain.state<PoolEntry>(entry)->program, zestron::kSwapPool);
  ASSERT_TRUE(succeeds(propose_action(RemovePool{pool}, 1)));
  ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::Yes, 1)));
  pass(kVoting);
  ASSERT_TRUE(succeeds(queue_it(1)));
  pass(kTimelockSeconds);
  ASSERT_TRUE(succeeds(run<execute_remove_pool>({proposal_key(1), entry, kStranger})));
}

TEST_P(GovernanceTest, its_own_upgrade_waits_a_week) {
  pass_vote(SetUpgradeAuthority{kProgramId, kBob});
  EXPECT_EQ(state().executable_at, state().queued_at + kOwnUpgradeTimelockSeconds);
}

TEST_P(GovernanceTest, hands_a_programs_upgrades_on_with_the_real_loader) {
  if (!chain.is_real()) GTEST_SKIP() << "needs the loader's own accounts";
  const Pubkey program = key(40), other = key(41);
  const Pubkey data = find_program_address(UpgradeableLoader::kId, program).address;
  const Pubkey other_data = find_program_address(UpgradeableLoader::kId, other).address;
  const auto elf = grapnel::testing::read_file(grapnel::testing::program_file("governance_target_1"));
  for (const Pubkey& one : {program, other}) chain.deploy(one, elf);
  for (const Pubkey& one : {data, other_data}) put_program_data(one, kGovernanceAuthority);
  make_due(SetUpgradeAuthority{program, kBob});
  const auto hand = [&](const Pubkey& which, const Pubkey& of, const Pubkey& next) {
    return run<execute_set_upgrade_authority>(
        {proposal_key(0), which, of, next, kGovernanceAuthority, UpgradeableLoader::kId});
  };
  EXPECT_TRUE(fails(hand(other, other_data, kBob), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(hand(program, other_data, kBob), GovernanceError::AnotherAccount));
  EXPECT_TRUE(fails(hand(program, data, kStranger), GovernanceError::AnotherAccount));
  ASSERT_TRUE(succeeds(hand(program, data, kBob)));
  EXPECT_EQ(std::memcmp(chain.account(data).data.data() + 13, kBob.data(), 32), 0);
}

// The real loader changes a program only on the bank.
TEST_P(GovernanceTest, upgrades_with_the_real_loader_what_was_hashed) {
  if (!chain.is_real()) GTEST_SKIP() << "needs the loader's own accounts";
  const Pubkey program = key(40);
  const Pubkey data = find_program_address(UpgradeableLoader::kId, program).address;
  std::vector<u8> elf = grapnel::testing::read_file(grapnel::testing::program_file("governance_target_1"));
  chain.deploy(program, elf);
  const client::Instruction ask = client::instruction<governance_target::first::version>(program);
  EXPECT_EQ(run(ask).returned<u64>(), 1u);
  elf = grapnel::testing::read_file(grapnel::testing::program_file("governance_target_2"));
  put_program_data(data, kGovernanceAuthority);
  const auto put_buffer = [&](const Pubkey& authority, u8 last) {
    std::vector<u8> held = {1, 0, 0, 0, 1};
    append(held, authority);
    held.insert(held.end(), elf.begin(), elf.end());
    held.back() = last;
    put(kBuffer, held, UpgradeableLoader::kId);
  };
  Sha256 hash;
  hash.add(elf.data(), elf.size());
  const Digest digest = hash.finish();
  UpgradeProgram action{program, kBuffer, {}};
  std::memcpy(action.buffer_hash.items, digest.bytes, 32);

  open(action);
  ASSERT_TRUE(succeeds(vote_by(kAlice, Choice::Yes)));
  pass(kVoting);
  EXPECT_TRUE(fails(queue_it(), GovernanceError::BufferMissing));
  put_buffer(kStranger, elf.back());
  EXPECT_TRUE(fails(queue_it(0, kBuffer), GovernanceError::BufferNotOurs));
  put_buffer(kGovernanceAuthority, static_cast<u8>(elf.back() + 1));
  EXPECT_TRUE(fails(queue_it(0, kBuffer), GovernanceError::BufferChanged));
  put_buffer(kGovernanceAuthority, elf.back());
  ASSERT_TRUE(succeeds(queue_it(0, kBuffer)));
  pass(kTimelockSeconds);
  const auto upgrade = [&] {
    return run<execute_upgrade>({proposal_key(0), program, data, kBuffer, kAlice, kRentSysvar, kClockSysvar,
                                 kGovernanceAuthority, UpgradeableLoader::kId});
  };
  put_buffer(kGovernanceAuthority, static_cast<u8>(elf.back() + 1));
  EXPECT_TRUE(fails(upgrade(), GovernanceError::BufferChanged)) << "swapped after the vote";
  put_buffer(kGovernanceAuthority, elf.back());
  ASSERT_TRUE(succeeds(upgrade()));
  EXPECT_EQ(chain.account(kBuffer).lamports, Lamports{0});
  pass(1);
  EXPECT_EQ(run(ask).returned<u64>(), 2u);
}

}  // namespace
}  // namespace governance
