// History in this process: indexes in memory, records of all but the newest slots in a segment log. Written by the bank thread
// (add) and the ledger thread (persist), read by anyone.
//
// Not synced per slot: what a crash loses is rebuilt by replaying the ledger from the snapshot, before which it was synced.
#pragma once

#include "chain/error.hpp"
#include "chain/history/history.hpp"
#include "infra/segment_log/reader.hpp"
#include "infra/segment_log/writer.hpp"

#include <deque>
#include <filesystem>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <unordered_map>

namespace zestron::chain {

struct HistoryOptions {
  std::filesystem::path directory{};
  infra::segment_log::Identity identity{};
  /// The horizon: older slots are forgotten when either is passed. Indexes take about 400 bytes a transaction and 150 a slot.
  std::size_t slots_max = 432'000;
  std::size_t transactions_max = 500'000;
  std::size_t slots_cached = 64;  ///< newest slots whose records stay in memory
  std::uint64_t segment_bytes_max = std::uint64_t{64} << 20;
};

class HistoryStore final : public History {
 public:
  /// Takes up what is there of slots ≤ `keep`, and cuts off the rest. If it does not reach `keep` without a gap, it begins anew.
  static Result<std::unique_ptr<HistoryStore>> open(HistoryOptions options, Slot keep);

  /// The open slot landed these: visible to status() only. (bank thread)
  void add_open(Slot slot, std::span<const LandedTransaction> transactions);
  /// A frozen slot, the child of the newest. (bank thread)
  void add(std::shared_ptr<const SlotRecord> record);
  /// Writes it to the log and forgets what lies beyond the horizon. Each added slot once, in order. (ledger thread)
  void persist(const SlotRecord& record);
  /// Everything persisted so far survives a power cut. Any thread.
  Result<void> sync();

  [[nodiscard]] std::shared_ptr<const SlotRecord> slot(Slot slot) const override;
  [[nodiscard]] std::optional<TransactionLocation> transaction(const Signature& signature) const override;
  [[nodiscard]] std::optional<SignatureInfo> status(const Signature& signature) const override;
  [[nodiscard]] std::vector<SignatureInfo> signatures_for(const Pubkey& address, Slot newest, std::size_t limit,
                                                          const std::optional<Signature>& before,
                                                          const std::optional<Signature>& until) const override;
  [[nodiscard]] Slot oldest() const override;

 private:
  using Position = infra::segment_log::Position;

  struct Entry {
    Signature signature;
    std::unique_ptr<const std::string> error_json;  ///< null when it succeeded, which is most of the time
  };
  struct SlotEntry {
    Slot slot;
    std::uint64_t sequence = 0;    ///< of the first chunk
    std::vector<Position> chunks;  ///< empty until persisted
    std::vector<Entry> transactions;
    std::shared_ptr<const SlotRecord> record;  ///< while cached
  };
  struct Location {
    Slot slot;
    std::uint32_t index = 0;
    auto operator<=>(const Location&) const = default;
  };
  /// Rising locations; taken from the front as slots are forgotten.
  struct AddressEntry {
    std::vector<Location> locations;
    std::size_t begin = 0;
  };

  explicit HistoryStore(HistoryOptions options) : options_(std::move(options)) {}
  Result<void> take_up(Slot keep);
  void index(const SlotRecord& record, SlotEntry entry);
  void forget_beyond_horizon();
  void forget_addresses(const SlotRecord& record);
  void clear();
  [[nodiscard]] std::shared_ptr<const SlotRecord> load(const std::vector<Position>& chunks) const;
  [[nodiscard]] std::deque<SlotEntry>::const_iterator find(Slot slot) const;
  [[nodiscard]] SignatureInfo info(const Location& location) const;

  HistoryOptions options_;

  mutable std::shared_mutex mutex_;  ///< all below, up to log_mutex_
  std::deque<SlotEntry> slots_;      ///< rising
  std::size_t transactions_ = 0;
  std::unordered_map<Signature, Location> signatures_;
  std::unordered_map<Pubkey, AddressEntry> addresses_;
  std::unordered_map<Signature, SignatureInfo> open_;

  mutable std::mutex loaded_mutex_;
  mutable std::deque<std::shared_ptr<const SlotRecord>> loaded_;  ///< a few old slots that were asked for

  std::mutex log_mutex_;
  std::optional<infra::segment_log::Writer> log_;
  bool log_failed_ = false;
};

}  // namespace zestron::chain
