// Since when an agent runs with which config, and when it was active: beside the recorded ticks all that its state follows
// from. One line a change, appended and synced before the change takes effect.
#pragma once

#include "app/node/data_folder.hpp"
#include "base/types.hpp"

#include <cstdint>
#include <vector>

namespace zestron::node {

struct Activity {
  Slot slot;  ///< from this one on
  Hash config_hash;
  bool active = false;
  std::uint64_t trades_before = 0;  ///< on chain when this config began
  bool carried = false;             ///< this config went on with the state of the one before it
  bool operator==(const Activity&) const = default;
};

/// Oldest first; empty when there is no file. Lines of slots after `last` are dropped from the file too: those slots were never
/// confirmed. A line that was cut off by a crash is dropped; one that is damaged otherwise is an error.
Outcome<std::vector<Activity>, FolderError> load_activity(const DataFolder& folder, const Pubkey& agent, Slot last);
Outcome<void, FolderError> append_activity(const DataFolder& folder, const Pubkey& agent, const Activity& activity);

}  // namespace zestron::node
