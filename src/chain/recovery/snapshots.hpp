// Snapshots in a data folder, and how much of the ledger they make dispensable: a restart needs the oldest of them and what follows.
#pragma once

#include "base/types.hpp"
#include "chain/recovery/data_folder.hpp"

#include <filesystem>
#include <vector>

namespace zestron::chain {

struct SnapshotFile {
  Slot slot;
  std::filesystem::path path;
};

/// Archives that may be restored, newest first; those that could not be carry another name.
std::vector<SnapshotFile> list_snapshots(const DataFolder& folder);

/// Removes ledger segments that lie before both the oldest snapshot and `horizon`. Without a snapshot a restart begins at genesis, and
/// everything stays. Beside a writer, which only ever touches the newest segment.
Result<void> drop_dispensable_ledger(const DataFolder& folder, Slot horizon);

}  // namespace zestron::chain
