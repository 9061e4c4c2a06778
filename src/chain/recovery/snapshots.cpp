#include "chain/recovery/snapshots.hpp"

#include "chain/ledger/ledger.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

namespace zestron::chain {

namespace fs = std::filesystem;

std::vector<SnapshotFile> list_snapshots(const DataFolder& folder) {
  std::vector<SnapshotFile> found;
  std::error_code error;
  for (fs::directory_iterator at(folder.snapshots(), error), end; !error && at != end; at.increment(error)) {
    // The runtime names them snapshot-<slot>-<hash>.tar.*.
    const std::string name = at->path().filename().native();
    constexpr std::string_view kPrefix = "snapshot-";
    if (!name.starts_with(kPrefix) || name.find(".tar") == std::string::npos || name.ends_with(".damaged")) continue;
    std::uint64_t slot = 0;
    const auto parsed = std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), slot);
    if (parsed.ec == std::errc{}) found.push_back({.slot = Slot(slot), .path = at->path()});
  }
  std::ranges::sort(found, std::greater{}, &SnapshotFile::slot);
  return found;
}

Result<void> drop_dispensable_ledger(const DataFolder& folder, Slot horizon) {
  const auto snapshots = list_snapshots(folder);
  if (snapshots.empty()) return {};
  const auto first = ledger::segment_with(folder.ledger(), std::min(snapshots.back().slot, horizon));
  if (!first) return std::unexpected(first.error());
  if (*first == 0) return {};
  if (auto dropped = ledger::segment_log::drop_before(folder.ledger(), *first); !dropped)
    return ledger::from_log(dropped.error());
  return {};
}

}  // namespace zestron::chain
