// The cluster's state, read by syscall; no account is needed, so none can be spoofed. Clock and Rent by the call that reads part of
// any sysvar: 110 compute units, where those of their own cost 100 and one a byte.
#pragma once

#include <grapnel/lamports.hpp>
#include <grapnel/syscalls.hpp>

namespace grapnel {

struct Clock {
  u64 slot = 0;
  i64 epoch_start_timestamp = 0;
  u64 epoch = 0;
  u64 leader_schedule_epoch = 0;
  i64 unix_timestamp = 0;  // seconds; the validators' median, may stand still or differ from wall time by minutes

  static constexpr Pubkey kAddress = "SysvarC1ock11111111111111111111111111111111"_pubkey;

  [[gnu::always_inline]] static Clock get() {
    alignas(u64) u8 bytes[sizeof(u64) * 5];  // not a Clock, whose zeros would be written first
    static_cast<void>(sol_get_sysvar(&kAddress, bytes, 0, sizeof bytes));  // there is always a clock
    return *reinterpret_cast<const Clock*>(bytes);
  }
  // The time alone.
  static i64 time() {
    i64 seconds;
    static_cast<void>(sol_get_sysvar(&kAddress, &seconds, 32, sizeof seconds));  // there is always a clock
    return seconds;
  }
};

struct Rent {
  u64 lamports_per_byte_year;
  u64 exemption_threshold_bits;  // a double, years; compared as bits, the target has no floating point
  u8 burn_percent;

  static constexpr Pubkey kAddress = "SysvarRent111111111111111111111111111111111"_pubkey;
  static constexpr u64 kSize = 17;  // without the padding

  static Rent get() {
    Rent rent;
    static_cast<void>(sol_get_sysvar(&kAddress, &rent, 0, kSize));  // there is always a rent
    return rent;
  }

  // What an account of `size` bytes must hold to be kept. The threshold is 2.0 on every cluster, or 1.0 where
  // SIMD-0194 is active (lamports_per_byte_year is then doubled).
  Lamports minimum_balance(u64 size) const {
    constexpr u64 kTwo = 0x4000000000000000;
    constexpr u64 kAccountOverhead = 128;
    const u64 per_year = lamports_per_byte_year * (size + kAccountOverhead);
    return Lamports{exemption_threshold_bits == kTwo ? 2 * per_year : per_year};
  }
};

struct EpochSchedule {
  u64 slots_per_epoch = 0;
  u64 leader_schedule_slot_offset = 0;
  bool warmup = false;  // shorter epochs before first_normal_epoch
  u64 first_normal_epoch = 0;
  u64 first_normal_slot = 0;

  static EpochSchedule get() {
    EpochSchedule schedule;
    sol_get_epoch_schedule_sysvar(&schedule);
    return schedule;
  }
};
static_assert(sizeof(EpochSchedule) == 40);

// The progress of paying out an epoch's stake rewards.
struct alignas(16) EpochRewards {
  u64 distribution_starting_block_height = 0;
  u64 num_partitions = 0;
  Pubkey parent_blockhash;
  u64 total_points[2] = {};  // u128
  u64 total_rewards = 0;
  u64 distributed_rewards = 0;
  bool active = false;

  static EpochRewards get() {
    EpochRewards rewards;
    sol_get_epoch_rewards_sysvar(&rewards);
    return rewards;
  }
};
static_assert(sizeof(EpochRewards) == 96);

// The slot at which the cluster was last restarted by hand; 0: never. An oracle's price from before it is stale.
struct LastRestartSlot {
  u64 slot = 0;

  static LastRestartSlot get() {
    LastRestartSlot last;
    sol_get_last_restart_slot(&last.slot);
    return last;
  }
};

// The hashes of the latest 512 slots that had a block, newest first.
struct SlotHashes {
  struct Entry {
    u64 slot = 0;
    Pubkey hash;
  };
  static constexpr Pubkey kAddress = "SysvarS1otHashes111111111111111111111111111"_pubkey;

  // False, and `entry` as it was, if there are not so many.
  [[nodiscard]] static bool read(u64 index, Entry& entry) {
    static constexpr Pubkey kId = kAddress;
    return index < 512 && sol_get_sysvar(&kId, &entry, sizeof(u64) + index * sizeof(Entry), sizeof(Entry)) == 0;
  }
};
static_assert(sizeof(SlotHashes::Entry) == 40);

}  // namespace grapnel
