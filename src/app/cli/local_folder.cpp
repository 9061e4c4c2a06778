#include "app/cli/local_folder.hpp"

#include <fmt/format.h>

namespace zestron::cli {

std::expected<node::DataFolder, std::string> folder_of(const Options& options) {
  auto path = std::filesystem::path(options.data);
  if (path.empty()) {
    const auto local = find_local_node({});
    path = local ? local->folder : node::DataFolder::default_path("node");
  }
  if (!std::filesystem::exists(path))
    return std::unexpected(fmt::format("{} is not there; name the node's folder with --data DIR", path.string()));
  auto folder = node::DataFolder::open(path);
  if (!folder) return std::unexpected(folder.error().message);
  return *std::move(folder);
}

}  // namespace zestron::cli
