// Who decides when a slot opens, which time it carries, and what the host writes at its start: the wall clock, or a market
// that owns its slots (recorded and simulated ones), so that the same input gives the same blocks.
#pragma once

#include "base/types.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace zestron::chain {

/// An account that the host writes outside any transaction (oracle, cheat code); lamports 0 deletes it. Recorded in the ledger.
struct HostWrite {
  Pubkey key;
  Lamports lamports;
  Pubkey owner;
  Bytes data;
  bool executable = false;
  bool operator==(const HostWrite&) const = default;
};

struct SlotPlan {
  UnixSeconds clock;              ///< Clock.unix_timestamp; the chain raises it to the parent's if it ran back
  std::vector<HostWrite> writes;  ///< applied before the slot's first transaction, in order
  std::chrono::nanoseconds length{
      0};  ///< from the last slot's end to this one's: it stays open for at least half of it
};

/// Called on the bank thread; must not block and must not call back into the chain except wake().
class SlotSource {
 public:
  virtual ~SlotSource() = default;
  virtual SlotPlan plan(Slot slot, UnixSeconds parent_clock) = 0;
  /// So many seconds the chain's clock is ahead of this source's, from the next plan() on, once it isn't 0: what the source writes
  /// with a time in it should say the chain's. What it plans stays in its own time.
  virtual void runs_ahead(std::int64_t /*seconds*/) {}
  /// The slot is open and its writes are visible at `processed`.
  virtual void opened(Slot slot) = 0;
  /// False holds the slot open (the market's consumer has not reacted yet). Asked again after Chain::wake().
  virtual bool may_seal(Slot slot) = 0;
};

/// Slots of `slot_length` by the system clock, nothing written.
class WallClockSlots final : public SlotSource {
 public:
  explicit WallClockSlots(std::chrono::nanoseconds slot_length) : slot_length_(slot_length) {}
  SlotPlan plan(Slot slot, UnixSeconds parent_clock) override;
  void opened(Slot) override {}
  bool may_seal(Slot) override { return true; }

 private:
  std::chrono::nanoseconds slot_length_;
};

}  // namespace zestron::chain
