// The one thread that executes: opens a slot as its source plans it, runs what is submitted, seals, advances the root, and collects
// snapshots. Sits between Inputs (what others want) and the ledger's writer thread (which makes it durable).
#pragma once

#include "chain/bounds.hpp"
#include "chain/clock_ahead.hpp"
#include "chain/history/history_store.hpp"
#include "chain/inputs.hpp"
#include "chain/ledger/writer_thread.hpp"
#include "chain/observer.hpp"
#include "chain/recovery/data_folder.hpp"
#include "chain/slot/open_slot.hpp"
#include "chain/snapshot_writer.hpp"
#include "chain/timer.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace zestron::chain {

/// Compute units that a slot's transactions may use; the bank's own cost model (bank::CostLimits) bounds the block and each account beside
/// it. A transaction counts what it used and kTransactionUnits, so a slot has at most 60,000.
inline constexpr std::uint64_t kSlotUnits = 60'000'000;
inline constexpr std::uint64_t kTransactionUnits = 1'000;
/// What one transaction may use. Batches are cut so that a slot exceeds kSlotUnits by less than one transaction.
inline constexpr std::uint64_t kTransactionUnitsMax = 1'400'000;
/// Transactions that may wait for room in a later slot; beyond, none is taken from the queue, which then fills and says so.
inline constexpr std::size_t kDeferredMax = 4'096;
/// The bank's root trails what is called finalized, so that a read as of a finalized slot outlives the slots that end meanwhile.
inline constexpr std::uint64_t kReadGraceSlots = 8;

struct BankThreadOptions {
  DataFolder folder;
  std::size_t batch_max = 64;
  std::uint32_t root_distance_slots = 32;
  std::uint32_t snapshot_interval_slots = 0;
  std::uint32_t snapshots_kept = 2;
  std::string voter;                               ///< label of the validator's keys; empty: nobody votes
  std::function<void(const std::string&)> notice;  ///< one line that an operator should see; may be empty
};

class BankThread {
 public:
  struct Parts {
    bank::Bank& bank;
    HistoryStore& history;
    ledger::WriterThread& ledger;
    Inputs& inputs;
    Progress& progress;
    Timer& timer;
    ClockAhead& ahead;
  };

  /// Begins on `tip`. The parts outlive it.
  BankThread(Parts parts, BankThreadOptions options, Tip tip, std::shared_ptr<SlotSource> source, Observers observers);
  ~BankThread();  ///< join()
  BankThread(const BankThread&) = delete;
  BankThread& operator=(const BankThread&) = delete;

  /// After Inputs::stop(): the open slot is sealed first, and a snapshot that is being written is finished. Idempotent.
  void join();

 private:
  void run();
  Result<void> run_slot();
  /// Turns the source's clock into the chain's, as far ahead as was asked for; the travels that the slot carries out.
  std::vector<PendingTravel> send_ahead(SlotPlan& plan);
  Result<OpenSlot> open(const SlotPlan& plan);
  Result<void> write_pending(OpenSlot& slot);
  /// Until the source lets the slot be sealed, or stop.
  Result<void> fill(OpenSlot& slot, std::chrono::nanoseconds deadline);
  /// Those that an earlier slot had no room for.
  Result<void> execute_deferred(OpenSlot& slot);
  /// Runs a batch; what finds no room, not even once the others' estimates have become what they used, waits for the next slot.
  Result<void> run_batch(OpenSlot& slot, std::vector<bank::Transaction> batch);
  /// Runs and records; moves what found no room out of `batch`.
  Result<std::vector<bank::Transaction>> run_once(OpenSlot& slot, std::vector<bank::Transaction> batch);
  /// Of a batch, so that it fits the slot whatever its transactions use.
  [[nodiscard]] std::size_t batch_max(std::size_t wanted) const;
  /// How many were taken from the queue, at most `count_max`; 0 only when it is empty.
  Result<std::size_t> execute(OpenSlot& slot, std::size_t count_max);
  Result<void> seal(OpenSlot& slot);
  Result<void> advance_root(Slot newest);
  /// Collects one and leaves it to the writer.
  void snapshot();
  [[nodiscard]] bool has_room() const { return units_ < kSlotUnits && deferred_.size() < kDeferredMax; }
  Result<void> record(Bytes bytes);

  Parts parts_;
  BankThreadOptions options_;
  Tip tip_;
  std::shared_ptr<SlotSource> source_;
  Observers observers_;
  std::uint64_t units_ = 0;                                      ///< used in the open slot
  std::optional<std::chrono::nanoseconds> filled_;               ///< when the last slot took its last transaction
  std::vector<bank::Transaction> deferred_;                      ///< for the next slot
  std::deque<std::shared_ptr<const SlotRecord>> not_finalized_;  ///< frozen, rising
  SnapshotWriter snapshots_;
  std::thread thread_;
};

}  // namespace zestron::chain
