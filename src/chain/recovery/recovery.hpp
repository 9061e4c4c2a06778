// From a data folder to a bank that stands at the newest confirmed slot: the newest good snapshot (or genesis), then the ledger.
// Everything a killed process confirmed is there afterwards; what it did not is cut off and set aside.
#pragma once

#include "chain/history/history_store.hpp"
#include "chain/ledger/ledger.hpp"
#include "chain/recovery/data_folder.hpp"
#include "chain/slot/open_slot.hpp"
#include "infra/segment_log/writer.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace zestron::chain {

/// What a start found and did; shown to the operator.
struct Recovery {
  Slot snapshot;  ///< 0: from genesis
  Slot last;      ///< newest slot that is confirmed again
  std::uint64_t slots_replayed = 0;
  std::uint64_t torn_bytes = 0;                          ///< of an unconfirmed slot at the ledger's end
  std::filesystem::path torn_file;                       ///< where they were set aside; empty if none
  std::vector<std::filesystem::path> damaged_snapshots;  ///< could not be restored; renamed to these
  std::chrono::nanoseconds took{0};
};

struct RecoveryOptions {
  DataFolder folder;
  std::string genesis_json{};
  std::uint32_t root_distance_slots = 32;
  std::size_t history_slots_max = 432'000;
  std::size_t history_transactions_max = 500'000;
  std::uint64_t segment_bytes_max = std::uint64_t{64} << 20;
};

struct Recovered {
  infra::FileLock lock;
  Hash genesis_hash;
  bank::Bank bank;
  std::unique_ptr<HistoryStore> history;
  infra::segment_log::Writer ledger;
  Tip tip;
  Recovery report;
};

/// Folders of a damaged or foreign ledger are left as they are.
Result<Recovered> recover(const RecoveryOptions& options);

/// The feature set of the runtime in this binary.
Result<std::uint32_t> runtime_feature_set();

}  // namespace zestron::chain
