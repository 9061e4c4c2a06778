// Epoch: what is emitted for one epoch of the market and the weights that share it. Opened when the epoch is over; agents
// enter during the next one, and only then is anything distributed, so that nobody's share depends on who comes first.
//
//   epoch     e            e + 1              e + 2 … last_epoch           later
//             sales settle open_epoch, enter  distribute_rewards, claim    return_unclaimed, close_epoch
#pragma once

#include <rewards/program.hpp>

namespace rewards {

// Offsets count from behind the 8-byte discriminator.
struct Epoch {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  u64 index;       // the market's number of the epoch
  u64 last_epoch;  // in which it is distributed and claimed
  u64 receipts;    // what the treasury received in it, of all agents
  u64 emission;
  u64 left;          // of the emission, not distributed
  u64 total_weight;  // of all entries
  u64 entry_count;
  Pubkey rent_payer;
  Array<u8, 128> reserved;
};
inline constexpr usize kEpochSpace = 8 + sizeof(Epoch);
static_assert(sizeof(Epoch) == 224);
static_assert(__builtin_offsetof(Epoch, index) == 8);
static_assert(__builtin_offsetof(Epoch, rent_payer) == 64);
static_assert(__builtin_offsetof(Epoch, reserved) == 96);

constexpr bool is_readable_epoch(const Epoch& epoch) { return epoch.version == kLayoutVersion; }

}  // namespace rewards
