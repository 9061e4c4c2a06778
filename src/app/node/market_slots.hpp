// Slots that a market owns: each tick belongs to one slot, whose clock is the tick's time, so that the same input gives the
// same blocks at any speed. Sits between a source of ticks and chain::SlotSource; the loop thread attends every slot, and no
// slot is sealed before the loop has reacted to it.
//
//   bank thread:  plan ─ opened ─ (may_seal? no … yes) ─ seal
//   loop thread:           └► attend() ─ decide, send ─ done() ─┘
#pragma once

#include "chain/slot_source.hpp"
#include "domain/tick.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

namespace zestron::node {

struct AttendedSlot {
  Slot slot;
  UnixSeconds clock;
  std::optional<domain::Tick>
      tick;  ///< none before the market begins, after it ended, and where a live source had nothing new
};

/// The next tick of the market for the next slot; called once a slot, on the bank thread, must not block.
using NextTick = std::function<std::optional<domain::Tick>(Slot)>;
/// The account that carries a tick on chain.
using PriceWrite = std::function<chain::HostWrite(const domain::Tick& tick, Slot slot)>;

struct MarketSlotsOptions {
  std::chrono::nanoseconds slot_length{};  ///< how long a slot lasts at the least; 0: as fast as the loop reacts
  std::chrono::nanoseconds slot_time{};    ///< by how much an idle slot moves the chain's clock
  bool wall_clock = false;                 ///< live: the clock of every slot is the machine's
};

class MarketSlots final : public chain::SlotSource {
 public:
  MarketSlots(MarketSlotsOptions options, NextTick next, PriceWrite write)
      : options_(options), next_(std::move(next)), write_(std::move(write)) {}

  // chain::SlotSource, on the bank thread
  chain::SlotPlan plan(Slot slot, UnixSeconds parent_clock) override;
  void runs_ahead(std::int64_t seconds) override;
  void opened(Slot slot) override;
  bool may_seal(Slot slot) override;

  // loop thread

  /// Waits for the open slot that was not attended yet; nullopt once closed.
  std::optional<AttendedSlot> attend();
  /// Lets `slot` be sealed; the caller then calls Chain::wake().
  void done(Slot slot);
  /// From the next slot on ticks are taken; before, slots follow each other as fast as they are attended.
  void begin_market();
  /// Lets every slot be sealed without being attended, and ends attend(). Any thread.
  void close();

 private:
  const MarketSlotsOptions options_;
  const NextTick next_;
  const PriceWrite write_;

  std::mutex mutex_;
  std::condition_variable opened_;
  std::optional<AttendedSlot> planned_, waiting_;
  Slot done_;
  std::int64_t idle_ns_ = 0;  // of the chain's clock, less than a second
  std::int64_t ahead_s_ = 0;  // of the chain's clock before the market's
  bool market_ = false;
  bool closed_ = false;
};

}  // namespace zestron::node
