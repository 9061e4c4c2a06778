// Where people and the node meet over approvals: the node lists what waits, a person's word comes as a file, each of its own name. Files
// of the data folder, whose mode keeps others out; nothing about a decision lies in a prompt or on a port.
#pragma once

#include "app/node/data_folder.hpp"
#include "base/types.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::node {

struct WaitingItem {
  std::string id;  ///< by which it is decided
  Pubkey agent;
  std::string what;  ///< for people: the action's own figures
  UnixMillis expires;
  bool approved = false;  ///< a person said yes, and it was not done yet
  bool operator==(const WaitingItem&) const = default;
};

Outcome<void, FolderError> publish_waiting_list(const DataFolder& folder, const std::vector<WaitingItem>& items);
Outcome<std::vector<WaitingItem>, FolderError> load_waiting(const DataFolder& folder);

struct Decision {
  std::string id;
  bool approved = false;
  std::filesystem::path file;  ///< removed once what it says is on disk elsewhere
};

/// On disk when it returns; the node takes it in its next slot, or when it starts.
Outcome<void, FolderError> leave_decision(const DataFolder& folder, std::string_view id, bool approved);
/// The folder in which they are left.
std::filesystem::path decisions_path(const DataFolder& folder);
/// All that were left, in the order of their names. One that is none of ours is removed and named in `notices`.
std::vector<Decision> decisions(const DataFolder& folder, std::vector<std::string>& notices);

}  // namespace zestron::node
