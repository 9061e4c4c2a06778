// A pool, two stakers with tokens, and every instruction in one line: what the tests of the program share.
#pragma once

#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/instruction.hpp>
#include <grapnel/testing/token.hpp>
#include <grapnel/testing/upgrade_authority.hpp>
#include <zest_staking/zest_staking.hpp>

#include <cstring>
#include <vector>

namespace zest_staking::test {

using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;
using grapnel::testing::with;
using grapnel::testing::without_signature;
using namespace grapnel::testing::token_accounts;

inline constexpr Pubkey kDeployer = key(1);
inline constexpr Pubkey kAlice = key(7);  // a key whose record has bump 255, as that of kBob
inline constexpr Pubkey kBob = key(3);
inline constexpr Pubkey kDeveloper = key(4);
inline constexpr Pubkey kMallory = key(5);
inline constexpr Pubkey kIssuer = key(6);
inline constexpr Pubkey kMint = key(10);
inline constexpr Pubkey kSink = key(11);
inline constexpr Pubkey kTreasury = key(12);
inline constexpr Pubkey kAgent = key(13);
inline constexpr Pubkey kLicense = key(14);
inline constexpr u64 kDecision = 15;
inline constexpr Pubkey kPool = find_program_address(kProgramId, "pool", kMint).address;
inline constexpr Pubkey kVault = find_program_address(kProgramId, "vault", kPool).address;
inline constexpr Pubkey kRewards = find_program_address(kProgramId, "rewards", kPool).address;
inline constexpr u64 kRich = 1'000'000'000'000;
inline constexpr i64 kCooldown = 7 * kDaySeconds;
inline constexpr i64 kBondCooldown = 14 * kDaySeconds;
inline constexpr const char* kTokenFrozen = "custom program error: 0x11";
inline constexpr const char* kTokenInsufficient = "custom program error: 0x1";

// The person's account of the mint.
constexpr Pubkey account_of(const Pubkey& person) { return key(100 + (person.words[0] & 0xff)); }
inline Pubkey stake_of(const Pubkey& person, const Pubkey& pool = kPool) {
  return find_program_address(kProgramId, "stake", pool, person).address;
}

inline Feature feature(const char* name, u64 staked, i64 lock_left_s = 0) {
  Feature out{};
  static_cast<void>(out.name.assign(Text{name}));
  out.staked = staked;
  out.lock_left_s = lock_left_s;
  return out;
}

class StakingWorld {
 public:
  explicit StakingWorld(grapnel::testing::Setting setting = {}) : chain(setting) {
    chain.add<ZestStaking>();
    for (const Pubkey& person : {kDeployer, kAlice, kBob, kMallory}) chain.fund(person, Lamports{10'000'000'000});
    grapnel::testing::set_upgrade_authority(chain, kProgramId, kDeployer);
    use_mint(Token::kId);
  }

  void put(const Pubkey& address, const std::vector<u8>& data, const Pubkey& owner) {
    chain.set_account(address, {chain.rent(data.size()), data, owner, false});
  }
  // The mint and everybody's accounts anew.
  void use_mint(const Pubkey& program, bool fee = false) {
    token_program = program;
    fee_ = fee;
    const auto data =
        mint_data({.authority = kIssuer, .supply = 10 * kRich, .decimals = 9, .freeze_authority = kIssuer});
    put(kMint, fee ? with_extensions(data, 1, grapnel::testing::transfer_fee(100)) : data, program);
    for (const Pubkey& person : {kAlice, kBob, kDeployer})
      put_tokens(account_of(person), {.mint = kMint, .owner = person, .amount = kRich});
    for (const Pubkey& person : {kDeveloper, kMallory})
      put_tokens(account_of(person), {.mint = kMint, .owner = person});
    put_tokens(kSink, {.mint = kMint, .owner = zestron::kGovernanceAuthority});
    put_tokens(kTreasury, {.mint = kMint, .owner = zestron::kGovernanceAuthority});
  }
  std::vector<u8> token_bytes(const AccountFields& fields) const {
    const auto data = account_data(fields);
    return fee_ ? with_extensions(data, 2, {{2, std::vector<u8>(8)}}) : data;
  }
  void put_tokens(const Pubkey& address, const AccountFields& fields) {
    put(address, token_bytes(fields), token_program);
  }
  u64 amount(const Pubkey& account) const {
    const auto data = chain.account(account).data;
    u64 value = 0;
    if (data.size() >= 72) std::memcpy(&value, data.data() + 64, sizeof value);
    return value;
  }

  StakePool pool() const { return *chain.state<StakePool>(kPool); }
  StakeRecord stake(const Pubkey& person) const { return *chain.state<StakeRecord>(stake_of(person)); }
  bool has_stake(const Pubkey& person) const { return chain.state<StakeRecord>(stake_of(person)).has_value(); }
  i64 now() const { return chain.clock().unix_timestamp; }
  void pass(i64 seconds) { chain.warp({.slots = 1, .seconds = seconds}); }
  Outcome run(const client::Instruction& instruction) { return chain.run(instruction); }

  template <auto Handler, usize N>
  static client::Instruction make(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(kProgramId, keys, args);
  }
  client::Instruction initializing(const std::vector<Feature>& features = {}, i64 cooldown = kCooldown,
                                   i64 bond_cooldown = kBondCooldown) const {
    return make<initialize_pool>(
        {kDeployer, kProgramData, kMint, kPool, kVault, kRewards, kSink, kTreasury, token_program, System::kId},
        {.cooldown_s = cooldown, .bond_cooldown_s = bond_cooldown, .features = vec(features)});
  }
  static client::Instruction setting_features(const std::vector<Feature>& features) {
    return make<set_features>({kPool, zestron::kGovernanceAuthority}, {.features = vec(features)});
  }
  client::Instruction staking(const Pubkey& who, u64 amount) const {
    return make<stake_zest>({who, kPool, stake_of(who), kMint, account_of(who), kVault, token_program, System::kId},
                            {amount});
  }
  static client::Instruction locking(const Pubkey& who, i64 until) {
    return make<lock_stake>({kPool, stake_of(who), who}, {until});
  }
  static client::Instruction cooling(const Pubkey& who, u64 amount) {
    return make<begin_unstake>({kPool, stake_of(who), who}, {amount});
  }
  static client::Instruction cancelling(const Pubkey& who) { return make<cancel_unstake>({kPool, stake_of(who), who}); }
  client::Instruction unstaking(const Pubkey& who) const {
    return make<unstake>({kPool, stake_of(who), who, kMint, kVault, account_of(who), token_program});
  }
  static client::Instruction closing(const Pubkey& who) { return make<close_stake>({stake_of(who), who, who}); }
  client::Instruction funding(u64 amount, i64 duration, const Pubkey& who = kDeployer) const {
    return make<fund_rewards>({kPool, who, kMint, account_of(who), kRewards, token_program}, {amount, duration});
  }
  client::Instruction claiming(const Pubkey& who, Party party, const Pubkey& destination, const Pubkey& claimer) const {
    return make<claim_rewards>({kPool, stake_of(who), claimer, kMint, kRewards, destination, token_program}, {party});
  }
  client::Instruction claiming(const Pubkey& who) const { return claiming(who, Party::Staker, account_of(who), who); }
  client::Instruction paying_developer(const Pubkey& who) const {
    return claiming(who, Party::Developer, account_of(kDeveloper), kMallory);
  }
  client::Instruction paying_treasury(const Pubkey& who) const {
    return claiming(who, Party::Treasury, kTreasury, kMallory);
  }
  static client::Instruction bonding(const Pubkey& who, u64 amount, const Pubkey& agent = kAgent) {
    return make<bond>({kPool, stake_of(who), who}, {agent, amount});
  }
  static client::Instruction beginning_unbond(const Pubkey& who, u64 amount) {
    return make<begin_unbond>({kPool, stake_of(who), who}, {amount});
  }
  static client::Instruction unbonding(const Pubkey& who) { return make<unbond>({kPool, stake_of(who), who}); }
  static client::Instruction slashing(const Pubkey& who, u64 amount, u64 decision = kDecision,
                                      const Pubkey& agent = kAgent) {
    return make<slash>({kPool, stake_of(who), zestron::kGovernanceAuthority}, {agent, decision, amount});
  }
  client::Instruction collecting() const { return make<collect_slashed>({kPool, kMint, kVault, kSink, token_program}); }
  static client::Instruction pledging(const Pubkey& who, i64 until, const Pubkey& license = kLicense,
                                      const Pubkey& developer = kDeveloper) {
    return make<pledge>({kPool, stake_of(who), who, zestron::kMarketplaceAuthority}, {license, developer, until});
  }
  static client::Instruction releasing(const Pubkey& who, const Pubkey& license = kLicense) {
    return make<release>({kPool, stake_of(who), zestron::kMarketplaceAuthority}, {license});
  }
  static client::Instruction releasing_ended(const Pubkey& who) {
    return make<release_ended>({kPool, stake_of(who), who});
  }

  grapnel::testing::Chain chain;
  Pubkey token_program;

 private:
  static Vec<Feature, kFeaturesMax> vec(const std::vector<Feature>& features) {
    Vec<Feature, kFeaturesMax> out;
    out.data = reinterpret_cast<const u8*>(features.data());
    out.size = static_cast<u32>(features.size());
    return out;
  }
  bool fee_ = false;
};

class StakingTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected StakingWorld {
 protected:
  StakingTest() : StakingWorld(GetParam()) { EXPECT_TRUE(succeeds(run(initializing()))); }
};

}  // namespace zest_staking::test
