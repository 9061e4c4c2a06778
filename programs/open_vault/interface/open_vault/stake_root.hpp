// StakeRoot: a Merkle root over all stakes of a pool at a slot, and the leaf that stands in it. It is posted where the
// stakes are not: on another cluster, or for stakers who want to show one leaf only.
#pragma once

#include <open_vault/program.hpp>
#include <zestron/merkle.hpp>

namespace open_vault {

// Offsets count from behind the 8-byte discriminator.
struct StakeRoot {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Hash256 root;
  Pubkey stake_pool;
  Pubkey rent_payer;  // the poster
  u64 snapshot_slot;  // when the stakes were as the leaves say
  u64 leaf_count;
  i64 posted_at;
  i64 expires_at;  // no proof is taken from then on, and what was given by one ends
  Array<u8, 128> reserved;
};

inline constexpr usize kStakeRootSpace = 8 + sizeof(StakeRoot);
static_assert(sizeof(StakeRoot) == 264);
static_assert(__builtin_offsetof(StakeRoot, stake_pool) == 40);
static_assert(__builtin_offsetof(StakeRoot, expires_at) == 128);
static_assert(__builtin_offsetof(StakeRoot, reserved) == 136);

constexpr bool is_readable_root(const StakeRoot& root) { return root.version == kLayoutVersion; }

// What is hashed for one staker, in this order, 80 bytes: staker ‖ amount ‖ lock_until ‖ pool, numbers little endian.
struct StakeLeaf {
  Pubkey staker;
  u64 amount;
  i64 lock_until;
  Pubkey pool;
};
static_assert(sizeof(StakeLeaf) == 80);

inline Hash256 leaf_hash(const StakeLeaf& leaf) { return zestron::merkle_leaf(&leaf, sizeof leaf); }

// A path of 24 hashes reaches 16 million leaves, and fits a transaction.
inline constexpr usize kPathMax = 24;

}  // namespace open_vault
