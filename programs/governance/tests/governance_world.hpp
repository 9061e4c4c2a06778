// Three stakes, governance over them, and every instruction in one line: what the tests of the program share.
#pragma once

#include <governance/governance.hpp>
#include <grapnel/sha256.hpp>
#include <grapnel/testing/token.hpp>
#include <staking_world.hpp>

namespace governance::test {

using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;
using grapnel::testing::with;
using grapnel::testing::without_signature;
using zest_staking::test::account_of;
using zest_staking::test::kAlice;
using zest_staking::test::kBob;
using zest_staking::test::kDeployer;
using zest_staking::test::kMallory;
using zest_staking::test::kMint;
using zest_staking::test::kPool;
using zest_staking::test::kRich;
using zest_staking::test::kTreasury;
using zest_staking::test::stake_of;
using zest_staking::test::StakingWorld;

inline constexpr Pubkey kGuardian = key(40);
inline constexpr Pubkey kProgram = key(41);  // one that governance may upgrade
inline constexpr Pubkey kBuffer = key(42);
inline constexpr Pubkey kMarketPool = key(43);
inline constexpr Pubkey kMarket = key(44);  // the program of that pool
inline constexpr Pubkey kOracle = key(45);
inline constexpr Pubkey kFeed = key(46);
inline constexpr Pubkey kGovernanceKey = find_program_address(kProgramId, "governance").address;
inline constexpr Parameters kRules = {.voting_seconds = 3 * kDaySeconds, .quorum_bps = 400, .proposal_stake_bps = 10};
inline constexpr Hash256 kDocument = {{1, 2, 3}};
// The supply is 10 · kRich: a quorum of 4 % is less than what Alice has staked.
inline constexpr u64 kStaked = kRich / 2;

inline Pubkey proposal_of(u64 number) { return find_program_address(kProgramId, "proposal", number).address; }
inline Pubkey vote_of(u64 number, const Pubkey& person) {
  return find_program_address(kProgramId, "vote", proposal_of(number), stake_of(person)).address;
}
inline Pubkey mint_entry(const Pubkey& mint) { return find_program_address(kProgramId, "mint", mint).address; }
inline Pubkey pool_entry(const Pubkey& pool) { return find_program_address(kProgramId, "pool", pool).address; }
inline Pubkey program_data(const Pubkey& program) { return zestron::program_data_of(program); }

// The bytes of an action and its kind, as a proposal has them.
struct Payload {
  ActionKind kind;
  std::vector<u8> bytes;
};
template <class Action>
Payload payload(const Action& action) {
  std::vector<u8> bytes(sizeof action);
  std::memcpy(bytes.data(), &action, sizeof action);
  return {kKindOf<Action>, bytes};
}
inline constexpr SetMint kNoPrice = {kMint, {}, {}, 0, 0, 0, static_cast<u8>(PriceKind::None), {}};

inline Hash256 hash_of(const std::vector<u8>& bytes) {
  Sha256 hash;
  hash.add(bytes.data(), bytes.size());
  const Digest digest = hash.finish();
  Hash256 out;
  std::memcpy(&out, digest.bytes, sizeof out);
  return out;
}

// A call of `instruction` that governance signs.
inline Payload call_of(const client::Instruction& instruction) {
  std::vector<u8> listed;
  for (const client::Meta& account : instruction.accounts) {
    listed.insert(listed.end(), account.key.data(), account.key.data() + Pubkey::size());
    listed.push_back(
        static_cast<u8>((account.is_signer ? kCallSigner : 0) | (account.is_writable ? kCallWritable : 0)));
  }
  Payload out = payload(CallProgram{instruction.program_id, hash_of(listed)});
  out.bytes.insert(out.bytes.end(), instruction.data.begin(), instruction.data.end());
  return out;
}

class GovernanceWorld : public StakingWorld {
 public:
  explicit GovernanceWorld(grapnel::testing::Setting setting = {}) : StakingWorld(setting) {
    chain.add<GovernanceProgram>();
    grapnel::testing::set_upgrade_authority(chain, kProgramId, kDeployer);
    chain.fund(kGuardian, Lamports{1'000'000'000});
    EXPECT_TRUE(succeeds(run(initializing())));
  }

  template <auto Handler, usize N>
  static client::Instruction make(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(kProgramId, keys, args);
  }
  static client::Instruction founding(const Parameters& rules = kRules) {
    return make<initialize>({kDeployer, kProgramData, kPool, kMint, kGovernanceKey, System::kId}, {kGuardian, rules});
  }
  static client::Instruction proposing(u64 number, const Payload& what, const Pubkey& who = kAlice,
                                       const Hash256& document = kDocument) {
    return make<propose>({who, kGovernanceKey, kMint, stake_of(who), proposal_of(number), System::kId},
                         {document, what.kind, {what.bytes.data(), static_cast<u32>(what.bytes.size())}});
  }
  static client::Instruction voting(u64 number, const Pubkey& who, Choice choice = Choice::Yes) {
    return make<vote>({who, proposal_of(number), stake_of(who), vote_of(number, who), System::kId}, {choice});
  }
  static client::Instruction queueing(u64 number, const Pubkey& buffer = kProgramId) {
    return make<queue>({proposal_of(number), buffer});
  }
  static client::Instruction giving(u64 number, const Pubkey& proposer = kAlice) {
    return make<give_buffer>({proposal_of(number), kBuffer, proposer, kGovernanceAuthority, UpgradeableLoader::kId});
  }
  static client::Instruction returning(u64 number, const Pubkey& proposer = kAlice) {
    return make<return_buffer>({proposal_of(number), kBuffer, proposer, kGovernanceAuthority, UpgradeableLoader::kId});
  }
  static client::Instruction upgrading(u64 number, const Pubkey& program = kProgram) {
    return make<execute_upgrade>({proposal_of(number), program, program_data(program), kBuffer, kAlice, kRentSysvar,
                                  kClockSysvar, kGovernanceAuthority, UpgradeableLoader::kId});
  }
  static client::Instruction handing_over(u64 number, const Pubkey& to) {
    return make<execute_set_upgrade_authority>(
        {proposal_of(number), kProgram, program_data(kProgram), to, kGovernanceAuthority, UpgradeableLoader::kId});
  }
  static client::Instruction setting_mint(u64 number, const Pubkey& mint = kMint) {
    return make<execute_set_mint>({proposal_of(number), kMallory, mint, mint_entry(mint), System::kId});
  }
  static client::Instruction removing_mint(u64 number, const Pubkey& mint = kMint) {
    return make<execute_remove_mint>({proposal_of(number), mint_entry(mint), kMallory});
  }
  static client::Instruction setting_pool(u64 number, const Pubkey& pool = kMarketPool) {
    return make<execute_set_pool>({proposal_of(number), kMallory, pool, pool_entry(pool), System::kId});
  }
  static client::Instruction removing_pool(u64 number, const Pubkey& pool = kMarketPool) {
    return make<execute_remove_pool>({proposal_of(number), pool_entry(pool), kMallory});
  }
  static client::Instruction settling(u64 number) {
    return make<execute_settings>({proposal_of(number), kGovernanceKey});
  }
  static client::Instruction transferring(u64 number) {
    return make<execute_transfer>(
        {proposal_of(number), kTreasury, kMint, account_of(kBob), kGovernanceAuthority, Token::kId});
  }
  // Nobody signs: governance does, inside.
  static client::Instruction calling(u64 number, const client::Instruction& inner) {
    std::vector<u8> flags;
    for (const client::Meta& one : inner.accounts)
      flags.push_back(static_cast<u8>((one.is_signer ? kCallSigner : 0) | (one.is_writable ? kCallWritable : 0)));
    client::Instruction out =
        make<execute_call>({proposal_of(number), inner.program_id}, {{flags.data(), static_cast<u32>(flags.size())}});
    for (client::Meta one : inner.accounts) {
      one.is_signer = false;
      out.accounts.push_back(one);
    }
    return out;
  }
  static client::Instruction cancelling(u64 number) {
    return make<cancel>({proposal_of(number), kGovernanceKey, kGuardian});
  }
  static client::Instruction withdrawing(u64 number) { return make<withdraw>({proposal_of(number), kAlice}); }
  static client::Instruction closing(u64 number) { return make<close_proposal>({proposal_of(number), kAlice}); }
  static client::Instruction closing_vote(u64 number, const Pubkey& who) {
    return make<close_vote>({vote_of(number, who), who});
  }

  Governance governance() const { return *chain.state<Governance>(kGovernanceKey); }
  Proposal proposal(u64 number) const { return *chain.state<Proposal>(proposal_of(number)); }

  void stake_and_lock(const Pubkey& who, u64 amount, i64 lock = 60 * kDaySeconds) {
    ASSERT_TRUE(succeeds(run(staking(who, amount))));
    ASSERT_TRUE(succeeds(run(locking(who, now() + lock))));
  }
  // The next proposal, made by Alice and voted for by her; its number.
  u64 propose_and_vote(const Payload& what) {
    const u64 number = governance().proposal_count;
    EXPECT_TRUE(succeeds(run(proposing(number, what))));
    EXPECT_TRUE(succeeds(run(voting(number, kAlice))));
    return number;
  }
  u64 pass_vote(const Payload& what) {
    const u64 number = propose_and_vote(what);
    pass(kRules.voting_seconds);
    return number;
  }
  // Voted for, queued, and due.
  u64 make_due(const Payload& what, const Pubkey& buffer = kProgramId, i64 timelock = kTimelockSeconds) {
    const u64 number = pass_vote(what);
    EXPECT_TRUE(succeeds(run(queueing(number, buffer))));
    pass(timelock);
    return number;
  }

  void put_buffer(const std::vector<u8>& code, const Pubkey& authority = kGovernanceAuthority) {
    std::vector<u8> data(loader::Buffer::kSize);
    data[0] = 1;
    data[4] = 1;
    std::memcpy(data.data() + 5, authority.data(), Pubkey::size());
    data.insert(data.end(), code.begin(), code.end());
    put(kBuffer, data, UpgradeableLoader::kId);
  }
  static Payload upgrade_to(const std::vector<u8>& code, const Pubkey& program = kProgram) {
    return payload(UpgradeProgram{program, kBuffer, hash_of(code)});
  }

  static constexpr Pubkey kRentSysvar = "SysvarRent111111111111111111111111111111111"_pubkey;
  static constexpr Pubkey kClockSysvar = "SysvarC1ock11111111111111111111111111111111"_pubkey;
};

// Alice and Bob have staked and locked, a day ago; Bob less.
class GovernanceTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected GovernanceWorld {
 protected:
  GovernanceTest() : GovernanceWorld(GetParam()) {
    EXPECT_TRUE(succeeds(run(founding())));
    stake_and_lock(kAlice, kStaked);
    stake_and_lock(kBob, kStaked / 10);
    pass(kDaySeconds);
  }
};

}  // namespace governance::test
