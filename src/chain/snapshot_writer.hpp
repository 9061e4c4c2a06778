// Writes snapshots in a thread of its own while slots go on, and then drops what of the ledger no restart needs any more.
// Sits beside the bank thread, which collects what it writes.
#pragma once

#include "chain/bank/bank.hpp"
#include "chain/history/history_store.hpp"
#include "chain/recovery/data_folder.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace zestron::chain {

class SnapshotWriter {
 public:
  struct Options {
    DataFolder folder;
    std::uint32_t kept = 2;
    /// One line that an operator should see; on the writer's thread. May be empty.
    std::function<void(const std::string&)> notice;
  };

  /// `history` and the bank of what it writes outlive it.
  SnapshotWriter(Options options, HistoryStore& history) : options_(std::move(options)), history_(history) {}
  ~SnapshotWriter() { wait(); }
  SnapshotWriter(const SnapshotWriter&) = delete;
  SnapshotWriter& operator=(const SnapshotWriter&) = delete;

  /// The last one is not done yet: a disk that is slower than the interval skips one. (bank thread)
  [[nodiscard]] bool busy() const { return busy_.load(); }
  /// Unless busy. (bank thread)
  void write(bank::CollectedSnapshot snapshot, Slot slot);
  /// Until the last one is done.
  void wait();

 private:
  [[nodiscard]] std::string run(bank::CollectedSnapshot snapshot);

  Options options_;
  HistoryStore& history_;
  std::atomic<bool> busy_ = false;
  std::thread thread_;
};

}  // namespace zestron::chain
