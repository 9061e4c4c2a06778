#include "chain/snapshot_writer.hpp"

#include "base/assert.hpp"
#include "chain/recovery/snapshots.hpp"

#include <fmt/format.h>

namespace zestron::chain {

void SnapshotWriter::write(bank::CollectedSnapshot snapshot, Slot slot) {
  ZESTRON_ASSERT(!busy());
  wait();
  busy_.store(true);
  thread_ = std::thread([this, slot, snapshot = std::move(snapshot)]() mutable {
    // The ledger alone carries a restart, so a missing snapshot costs time and disk, and nothing else.
    if (const std::string why = run(std::move(snapshot)); !why.empty() && options_.notice) {
      options_.notice(fmt::format("no snapshot of slot {}: {}", slot.value(), why));
    }
    busy_.store(false);
  });
}

std::string SnapshotWriter::run(bank::CollectedSnapshot snapshot) {
  // History first: after a restart from this snapshot nothing would rebuild what it lacks before.
  if (auto synced = history_.sync(); !synced) return synced.error().message;
  if (auto written = std::move(snapshot).write(options_.folder.snapshots(), options_.kept); !written)
    return written.error().message;
  // What blocks can still be asked for can also be verified.
  if (auto dropped = drop_dispensable_ledger(options_.folder, history_.oldest()); !dropped)
    return "it is written, but older parts of the ledger stay: " + dropped.error().message;
  return {};
}

void SnapshotWriter::wait() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace zestron::chain
