// StakePool: the stakes in one mint, the stream of rewards over them, and the features that they unlock. Written only here;
// governance, the marketplace, the wallets and the vault read it without a call.
#pragma once

#include <zest_staking/program.hpp>

namespace zest_staking {

inline constexpr usize kFeaturesMax = 8;
using FeatureName = FixedString<16>;

// What a stake opens, tested at the gate by whoever keeps it: so many live agents, a tier of the vault.
struct Feature {
  FeatureName name;  // 1 to 16 characters, unique in its pool
  u32 reserved;
  u64 staked;       // at least so much
  i64 lock_left_s;  // locked for at least so long from then on; 0: no lock is asked for
};

// Offsets count from behind the 8-byte discriminator.
struct StakePool {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  u8 decimals;  // the mint's
  u8 feature_count;
  Array<u8, 4> reserved_flags;
  Pubkey mint;
  Pubkey token_program;  // SPL Token or Token-2022
  Pubkey authority;      // slashes and sets features: governance's signature
  Pubkey rent_payer;
  Pubkey vault;                           // token account: what is staked, cooling and slashed
  Pubkey rewards_vault;                   // token account: what streams and what is owed
  Pubkey slash_sink;                      // token account: gets what was slashed, never anything else does
  Pubkey treasury;                        // token account: gets the treasury's share of pledged stakes' rewards
  i64 cooldown_s;                         // between begin_unstake and unstake
  i64 bond_cooldown_s;                    // between begin_unbond and unbond; at least cooldown_s
  u64 staked;                             // the sum of all records' amount
  u64 cooling;                            // the sum of all records' cooling_amount
  u64 slashed;                            // in the vault, on its way to the sink
  u64 stream_amount;                      // rewards that are still to flow; zero exactly if stream_left_s is
  u64 stream_left_s;                      // for so many seconds in which somebody stakes
  u64 rewards_owed;                       // that have flowed to records and are not paid yet
  i64 updated_at;                         // unix seconds up to which the stream has flowed
  U128 reward_per_token;                  // that ever flowed, in 2^-64 of a token for each token staked
  Array<Feature, kFeaturesMax> features;  // zero from feature_count on
  Array<u8, 128> reserved;
};

inline constexpr usize kStakePoolSpace = 8 + sizeof(StakePool);
static_assert(sizeof(Feature) == 40);
static_assert(sizeof(StakePool) == 800);
static_assert(__builtin_offsetof(StakePool, mint) == 8);
static_assert(__builtin_offsetof(StakePool, cooldown_s) == 264);
static_assert(__builtin_offsetof(StakePool, reward_per_token) == 336);
static_assert(__builtin_offsetof(StakePool, features) == 352);
static_assert(__builtin_offsetof(StakePool, reserved) == 672);

constexpr bool is_readable_pool(const StakePool& pool) {
  return pool.version == kLayoutVersion && pool.feature_count <= kFeaturesMax;
}

}  // namespace zest_staking
