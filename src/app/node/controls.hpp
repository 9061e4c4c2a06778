// What people turned by hand: the kill switch for all agents or one, pauses, and how often each agent was let go on. A file of the data
// folder, so that it holds over restarts and can be turned while the node is stopped; the node reads it every slot.
#pragma once

#include "app/node/data_folder.hpp"
#include "base/types.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace zestron::node {

struct Controls {
  bool all_killed = false;
  std::set<Pubkey> killed{};  ///< nothing they want is carried out
  std::set<Pubkey> paused{};  ///< they see nothing, and want nothing
  /// How often a person lifted everything from an agent, its quarantine too.
  std::map<Pubkey, std::uint64_t> resumed{};
  bool operator==(const Controls&) const = default;
};

/// Without an agent: all of them.
void pause(Controls& controls, const Pubkey& agent);
void kill(Controls& controls, const std::optional<Pubkey>& agent);
void resume(Controls& controls, const std::optional<Pubkey>& agent);

/// Without a file nothing is turned. kDamaged when it is none of ours: then take all agents for killed.
Outcome<Controls, FolderError> load_controls(const DataFolder& folder);
/// Reads, changes and writes while nobody else does: the node and the command line turn the same file. On disk when it returns.
Outcome<void, FolderError> change_controls(const DataFolder& folder, const std::function<void(Controls&)>& change);

/// Agents that came into quarantine, and their Controls::resumed at that time: it ends when a person lifts it.
using Quarantines = std::map<Pubkey, std::uint64_t>;
Outcome<Quarantines, FolderError> load_quarantines(const DataFolder& folder);
Outcome<void, FolderError> save_quarantines(const DataFolder& folder, const Quarantines& quarantines);

}  // namespace zestron::node
