// EpochRing: what the treasury really received in each of the last epochs. Rewards are bounded by it, so it counts payments
// that arrived, never sales or bookings.
#pragma once

#include <marketplace/program.hpp>

namespace marketplace {

inline constexpr usize kEpochsKept = 4;

struct EpochAmount {
  u64 epoch;
  u64 amount;
};

struct EpochRing {
  Array<EpochAmount, kEpochsKept> slots;  // by epoch modulo 4

  // False if the sum doesn't fit. An epoch that has left the ring is forgotten; time that runs back counts in the epoch that
  // took its place.
  constexpr bool add(u64 epoch, u64 amount) {
    EpochAmount& slot = slots[epoch % kEpochsKept];
    if (slot.epoch < epoch) slot = {epoch, 0};
    const Checked<u64> sum = Checked<u64>{slot.amount} + amount;
    if (!sum) return false;
    slot.amount = sum.value();
    return true;
  }
  constexpr u64 of(u64 epoch) const {
    const EpochAmount& slot = slots[epoch % kEpochsKept];
    return slot.epoch == epoch ? slot.amount : 0;
  }
};
static_assert(sizeof(EpochRing) == 64);

// Epochs are numbered from 1970; `length_s` is above 0. A clock before 1970 is epoch 0.
constexpr u64 epoch_of(i64 now, i64 length_s) {
  return now <= 0 ? 0 : static_cast<u64>(now) / static_cast<u64>(length_s);
}

}  // namespace marketplace
