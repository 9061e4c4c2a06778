// Named copies of a data folder, kept in a folder beside it (DATA.states/NAME): what `zestron state` saves and loads. Of stopped
// nodes only: a running one holds its folder's lock.
#pragma once

#include "app/node/data_folder.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::node {

class SavedStates {
 public:
  explicit SavedStates(DataFolder folder);

  /// All names, sorted.
  [[nodiscard]] std::vector<std::string> names() const;
  /// Copies the folder's state; on disk when it returns. Refuses a name that is taken, and a folder without a chain.
  Outcome<void, FolderError> save(std::string_view name) const;
  /// Puts the copy in the place of the folder's state, which is deleted. The copy stays.
  Outcome<void, FolderError> load(std::string_view name) const;
  Outcome<void, FolderError> remove(std::string_view name) const;

 private:
  /// Its folder; refuses a name that is not of letters, digits, `-`, `_` and `.` in the middle, 64 at most.
  Outcome<std::filesystem::path, FolderError> place(std::string_view name) const;
  Outcome<std::filesystem::path, FolderError> existing(std::string_view name) const;

  DataFolder folder_;
  std::filesystem::path root_;
};

}  // namespace zestron::node
