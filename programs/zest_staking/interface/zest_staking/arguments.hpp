// Arguments of the instructions that have some.
#pragma once

#include <zest_staking/stake_pool.hpp>
#include <zest_staking/stake_record.hpp>

namespace zest_staking {

inline constexpr i64 kDaySeconds = i64{24} * 60 * 60;
inline constexpr i64 kCooldownMaxSeconds = 60 * kDaySeconds;  // longer ones would hold people's tokens back
inline constexpr i64 kStreamMinSeconds = kDaySeconds;         // shorter ones would pay who stakes for the moment
inline constexpr i64 kStreamMaxSeconds = kLockMaxSeconds;

struct InitializePoolArgs {
  i64 cooldown_s;       // 0 to kCooldownMaxSeconds
  i64 bond_cooldown_s;  // cooldown_s to kCooldownMaxSeconds
  Vec<Feature, kFeaturesMax> features;
};

// Of stake_zest, begin_unstake and begin_unbond. Not zero.
struct AmountArgs {
  u64 amount;
};

struct LockStakeArgs {
  i64 until;  // later than the lock there is and than now; at most kLockMaxSeconds from now
};

struct FundRewardsArgs {
  u64 amount;
  i64 duration_s;  // kStreamMinSeconds to kStreamMaxSeconds
};

enum class Party : u8 { Staker, Developer, Treasury };

struct ClaimRewardsArgs {
  Party party;
};

struct BondArgs {
  Pubkey agent;  // not zero; the one there is, if there is one
  u64 amount;
};

struct SlashArgs {
  Pubkey agent;  // that the stake is bonded to
  u64 decision;  // the proposal's number, above zero: none slashes a stake twice, nor after a later one
  u64 amount;    // at most half of what is bonded, rounded down
};

struct PledgeArgs {
  Pubkey license;
  Pubkey developer;
  i64 until;  // not behind the lock's end
};

struct ReleaseArgs {
  Pubkey license;
};

struct SetFeaturesArgs {
  Vec<Feature, kFeaturesMax> features;  // replaces the list
};

}  // namespace zest_staking
