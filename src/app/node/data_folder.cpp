#include "app/node/data_folder.hpp"

#include "infra/file/file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

namespace zestron::node {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 18> kOurs{
    "chain",           "keys",          "agents",           "blobs",          "runs",
    "market.json",     "node.json",     "journal.db",       "journal.db-wal", "journal.db-shm",
    "controls.json",   "controls.lock", "quarantines.json", "approvals",      "models",
    "exchanges.jsonl", "api-token",     "trace-run"};

std::unexpected<Failure<FolderError>> unusable(const fs::path& path, std::string_view act, int error) {
  return fail(FolderError::kUnusable, "cannot " + std::string(act) + " " + path.string() + ": " + std::strerror(error) +
                                          "; choose another folder with --data DIR");
}

}  // namespace

fs::path DataFolder::default_path(std::string_view name) {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
    return fs::path(data) / "zestron" / name;
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr && *home == '/' ? home : ".") / ".local/share/zestron" / name;
}

Outcome<DataFolder, FolderError> DataFolder::open(fs::path root) {
  std::error_code ec;
  fs::create_directories(root, ec);
  if (ec) return unusable(root, "create", ec.value());
  if (::chmod(root.c_str(), 0700) != 0 || ::access(root.c_str(), R_OK | W_OK | X_OK) != 0)
    return unusable(root, "write to", errno);
  DataFolder folder(fs::absolute(std::move(root)));
  for (const auto& path : {folder.keys(), folder.agents(), folder.blobs(), folder.models()}) {
    fs::create_directories(path, ec);
    if (ec) return unusable(path, "create", ec.value());
  }
  return folder;
}

bool DataFolder::is_new() const { return !fs::exists(chain() / "genesis.bin"); }

Outcome<void, FolderError> DataFolder::reset() const {
  std::error_code ec;
  std::optional<infra::FileLock> lock;  // a running node keeps its state
  if (fs::exists(chain(), ec)) {
    auto taken = infra::FileLock::take(chain() / "lock");
    if (!taken) return fail(FolderError::kUnusable, "nothing was deleted: " + taken.error().message);
    lock = *std::move(taken);
  }
  for (const auto& entry : fs::directory_iterator(root_, ec)) {
    const auto name = entry.path().filename().string();
    if (std::find(kOurs.begin(), kOurs.end(), name) == kOurs.end()) {
      return fail(FolderError::kUnusable,
                  root_.string() + " also holds '" + name +
                      "', which is not ours: nothing was deleted; move it away or delete the folder yourself");
    }
  }
  for (const auto name : kOurs) {
    fs::remove_all(root_ / name, ec);
    if (ec) return unusable(root_ / name, "delete", ec.value());
  }
  auto again = open(root_);
  if (!again) return std::unexpected(again.error());
  return {};
}

}  // namespace zestron::node
