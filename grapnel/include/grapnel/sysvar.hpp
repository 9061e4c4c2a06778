// Clock and Rent, read by syscall: 100 compute units plus 1 per 2 bytes; no account is needed.
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

  static Clock get() {
    Clock clock;
    sol_get_clock_sysvar(&clock);
    return clock;
  }
};

struct Rent {
  u64 lamports_per_byte_year;
  u64 exemption_threshold_bits;  // a double, years; compared as bits, the target has no floating point
  u8 burn_percent;

  static Rent get() {
    Rent rent;  // the syscall writes all of it, or ends the program
    sol_get_rent_sysvar(&rent);
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

}  // namespace grapnel
