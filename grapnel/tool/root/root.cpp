#include "root/root.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace grapnel::tool {
namespace fs = std::filesystem;
namespace {

bool is_root(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "cmake" / "grapnel-config.cmake", ignored);
}

}  // namespace

fs::path executable() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored);
}

Outcome<fs::path> find_root_above(fs::path folder) {
  for (;; folder = folder.parent_path()) {
    for (const fs::path& candidate : {folder / "grapnel", folder / "share" / "grapnel"}) {
      if (is_root(candidate)) return candidate;
    }
    if (folder == folder.root_path()) break;
  }
  return failure(
      "the framework's headers are not around this tool; set GRAPNEL_ROOT to the folder that holds include/");
}

Outcome<fs::path> find_root() {
  if (const char* named = std::getenv("GRAPNEL_ROOT"); named != nullptr && *named != '\0') {
    if (is_root(named)) return fs::path(named);
    return failure(
        fmt::format("GRAPNEL_ROOT={}: cmake/grapnel-config.cmake is not there; name the folder that holds "
                    "include/, or unset it",
                    named));
  }
  return find_root_above(executable().parent_path());
}

}  // namespace grapnel::tool
