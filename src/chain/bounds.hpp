// How far the chain is, at each commitment. Written by the bank and ledger threads, read by anyone without a lock.
#pragma once

#include "base/types.hpp"

#include <atomic>
#include <mutex>
#include <string>

namespace zestron::chain {

struct SlotBounds {
  Slot processed, confirmed, finalized;  ///< newest frozen or open slot; newest durable; root
  [[nodiscard]] Slot at(Commitment commitment) const {
    switch (commitment) {
      case Commitment::kProcessed: return processed;
      case Commitment::kConfirmed: return confirmed;
      case Commitment::kFinalized: return finalized;
    }
    return processed;
  }
};

/// The slot so many slots earlier; slot 0 where there are fewer.
[[nodiscard]] constexpr Slot below(Slot slot, std::uint64_t slots) {
  return Slot(slot.value() > slots ? slot.value() - slots : 0);
}

/// What a chain calls finalized that starts with `tip` as its newest slot: no less than what it called so while that was the newest
/// on disk, when one more slot may have been frozen.
[[nodiscard]] constexpr Slot finalized_after_restart(Slot tip, std::uint64_t root_distance_slots) {
  return root_distance_slots == 0 ? tip : below(tip, root_distance_slots - 1);
}

/// Shared by the chain's threads: how far, and whether all is well.
class Progress {
 public:
  explicit Progress(SlotBounds start)
      : processed_(start.processed.value()), confirmed_(start.confirmed.value()), finalized_(start.finalized.value()) {}

  /// finalized ≤ confirmed ≤ processed also for a reader between two updates: the lowest is read first, and all only rise.
  [[nodiscard]] SlotBounds bounds() const {
    SlotBounds bounds;
    bounds.finalized = Slot(finalized_.load());
    bounds.confirmed = Slot(confirmed_.load());
    bounds.processed = Slot(processed_.load());
    return bounds;
  }
  void processed(Slot slot) { processed_.store(slot.value()); }
  void confirmed(Slot slot) { confirmed_.store(slot.value()); }
  void finalized(Slot slot) { finalized_.store(slot.value()); }

  [[nodiscard]] bool healthy() const { return healthy_.load(); }
  [[nodiscard]] std::string trouble() const {
    const std::lock_guard lock(mutex_);
    return trouble_;
  }
  /// The first one stays: what follows is its consequence.
  void stop_for(std::string why) {
    const std::lock_guard lock(mutex_);
    if (trouble_.empty()) trouble_ = std::move(why);
    healthy_.store(false);
  }

 private:
  std::atomic<std::uint64_t> processed_, confirmed_, finalized_;
  std::atomic<bool> healthy_ = true;
  mutable std::mutex mutex_;
  std::string trouble_;
};

}  // namespace zestron::chain
