#include "app/node/saved_states.hpp"

#include "infra/file/file.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>

namespace zestron::node {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNameMax = 64;
/// What makes up a state; the chain's scratch and lock are left out.
constexpr std::array<std::string_view, 5> kParts{"chain", "keys", "agents", "blobs", "market.json"};
constexpr std::array<std::string_view, 2> kScratch{"accounts", "lock"};

std::unexpected<Failure<FolderError>> unusable(const fs::path& path, std::string_view act,
                                               const std::error_code& error) {
  return fail(FolderError::kUnusable, "cannot " + std::string(act) + " " + path.string() + ": " + error.message());
}

Outcome<void, FolderError> copy_state(const fs::path& from, const fs::path& to) {
  std::error_code ec;
  fs::create_directories(to, ec);
  if (ec) return unusable(to, "create", ec);
  fs::permissions(to, fs::perms::owner_all, ec);  // it holds keys
  if (ec) return unusable(to, "protect", ec);
  for (const auto part : kParts) {
    if (!fs::exists(from / part, ec)) continue;
    fs::copy(from / part, to / part, fs::copy_options::recursive | fs::copy_options::overwrite_existing, ec);
    if (ec) return unusable(to / part, "write", ec);
  }
  for (const auto scratch : kScratch) {
    fs::remove_all(to / "chain" / scratch, ec);
    if (ec) return unusable(to / "chain" / scratch, "delete", ec);
  }
  ::sync();  // a state is of use after a power failure or it is none
  return {};
}

}  // namespace

SavedStates::SavedStates(DataFolder folder) : folder_(std::move(folder)), root_(folder_.root()) { root_ += ".states"; }

std::vector<std::string> SavedStates::names() const {
  std::vector<std::string> names;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(root_, ec)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(ec) && place(name)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

Outcome<void, FolderError> SavedStates::save(std::string_view name) const {
  const auto to = place(name);
  if (!to) return std::unexpected(to.error());
  std::error_code ec;
  if (folder_.is_new())
    return fail(FolderError::kUnusable, folder_.root().string() + " has no chain to save: start a node first");
  if (fs::exists(*to, ec))
    return fail(FolderError::kUnusable, "there is a state of that name; delete it or choose another name");
  const auto lock = infra::FileLock::take(folder_.chain() / "lock");
  if (!lock) return fail(FolderError::kUnusable, "nothing was saved, stop the node first: " + lock.error().message);
  // Hidden until it is whole: place() takes no name that begins with a dot.
  const fs::path part = root_ / ("." + std::string(name));
  fs::remove_all(part, ec);
  if (auto copied = copy_state(folder_.root(), part); !copied) return copied;
  fs::rename(part, *to, ec);
  if (ec) return unusable(*to, "make", ec);
  return {};
}

Outcome<void, FolderError> SavedStates::load(std::string_view name) const {
  const auto from = existing(name);
  if (!from) return std::unexpected(from.error());
  if (auto emptied = folder_.reset(); !emptied) return emptied;
  return copy_state(*from, folder_.root());
}

Outcome<void, FolderError> SavedStates::remove(std::string_view name) const {
  const auto path = existing(name);
  if (!path) return std::unexpected(path.error());
  std::error_code ec;
  fs::remove_all(*path, ec);
  if (ec) return unusable(*path, "delete", ec);
  return {};
}

Outcome<fs::path, FolderError> SavedStates::place(std::string_view name) const {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; };
  if (name.empty() || name.size() > kNameMax || name.front() == '.' || !std::ranges::all_of(name, fits))
    return fail(FolderError::kUnusable, "a state's name is of letters, digits, -, _ and ., and begins with no dot");
  return root_ / name;
}

Outcome<fs::path, FolderError> SavedStates::existing(std::string_view name) const {
  auto path = place(name);
  if (!path) return path;
  std::error_code ec;
  if (!fs::is_directory(*path, ec))
    return fail(FolderError::kUnusable,
                "there is no state " + std::string(name) + "; zestron state list shows what there is");
  return path;
}

}  // namespace zestron::node
