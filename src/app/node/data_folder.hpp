// Where a node keeps its state, and which file is what. The chain's own files (genesis, ledger, history, snapshots, lock)
// are laid out by chain/.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string_view>

namespace zestron::node {

enum class FolderError : std::uint16_t {
  kUnusable = 1,  ///< cannot be created, written or read
  kDamaged = 3,   ///< a file of ours does not parse
};

class DataFolder {
 public:
  /// `name` is "node" or "demo": $XDG_DATA_HOME/zestron/NAME, else ~/.local/share/zestron/NAME.
  static std::filesystem::path default_path(std::string_view name);
  /// Creates the folder (mode 0700) where it is missing.
  static Outcome<DataFolder, FolderError> open(std::filesystem::path root);

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path chain() const { return root_ / "chain"; }
  [[nodiscard]] std::filesystem::path keys() const { return root_ / "keys"; }
  [[nodiscard]] std::filesystem::path agents() const { return root_ / "agents"; }
  [[nodiscard]] std::filesystem::path blobs() const { return root_ / "blobs"; }
  /// Bundles of the newest runs (bundle/recorder.hpp), a folder each.
  [[nodiscard]] std::filesystem::path runs() const { return root_ / "runs"; }
  [[nodiscard]] std::filesystem::path market() const { return root_ / "market.json"; }
  [[nodiscard]] std::filesystem::path journal() const { return root_ / "journal.db"; }

  [[nodiscard]] std::filesystem::path controls() const { return root_ / "controls.json"; }
  [[nodiscard]] std::filesystem::path controls_lock() const { return root_ / "controls.lock"; }
  [[nodiscard]] std::filesystem::path quarantines() const { return root_ / "quarantines.json"; }
  [[nodiscard]] std::filesystem::path approvals() const { return root_ / "approvals"; }
  [[nodiscard]] std::filesystem::path models() const { return root_ / "models"; }  ///< ONNX files, and models.json
  [[nodiscard]] std::filesystem::path trace_run() const {
    return root_ / "trace-run";
  }  ///< what tells its traces apart
  [[nodiscard]] std::filesystem::path exchanges() const { return root_ / "exchanges.jsonl"; }

  /// True before the first block: nothing that must agree with history exists yet.
  [[nodiscard]] bool is_new() const;
  /// Deletes everything below the folder that this project wrote; refuses a folder that holds anything else.
  Outcome<void, FolderError> reset() const;

 private:
  explicit DataFolder(std::filesystem::path root) : root_(std::move(root)) {}
  std::filesystem::path root_;
};

}  // namespace zestron::node
