// One event for each change of a pool or a stake, with what an indexer can't know from earlier ones.
#pragma once

#include <zest_staking/arguments.hpp>

namespace zest_staking {

struct PoolInitialized {
  Pubkey pool;
  Pubkey mint;
};

struct FeaturesSet {
  Pubkey pool;
  u64 feature_count;
};

// `amount` is what arrived, `staked` what the record holds then.
struct StakeAdded {
  Pubkey stake;
  u64 amount;
  u64 staked;
};

struct StakeLockLengthened {
  Pubkey stake;
  i64 lock_until;
};

// `cooling` is all that cools in the record then.
struct UnstakeBegun {
  Pubkey stake;
  u64 amount;
  u64 cooling;
  i64 cooling_until;
};

struct UnstakeCancelled {
  Pubkey stake;
  u64 amount;
};

struct Unstaked {
  Pubkey stake;
  u64 amount;
};

struct StakeClosed {
  Pubkey stake;
  Pubkey rent_payer;
  Lamports returned;
};

// The stream as it is from then on.
struct RewardsFunded {
  Pubkey pool;
  Pubkey funder;
  u64 amount;
  u64 stream_amount;
  u64 stream_left_s;
};

struct RewardsClaimed {
  Pubkey stake;
  Pubkey destination;
  u64 amount;
  Party party;
  Array<u8, 7> reserved;
};

struct StakeBonded {
  Pubkey stake;
  Pubkey agent;
  u64 bonded;
};

struct UnbondBegun {
  Pubkey stake;
  u64 unbonding;
  i64 unbonding_until;
};

struct Unbonded {
  Pubkey stake;
  u64 amount;
  u64 bonded;
};

struct StakeSlashed {
  Pubkey stake;
  Pubkey agent;
  u64 decision;
  u64 amount;
};

struct SlashedCollected {
  Pubkey pool;
  u64 amount;
};

struct StakePledged {
  Pubkey stake;
  Pubkey license;
  Pubkey developer;
  i64 until;
};

struct StakeReleased {
  Pubkey stake;
  Pubkey license;
};

}  // namespace zest_staking
