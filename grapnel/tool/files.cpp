#include "files.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace grapnel::tool {
namespace fs = std::filesystem;

Outcome<Bytes> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(fmt::format("{}: can't be read", path.string()));
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

Outcome<std::string> read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(fmt::format("{}: can't be read", path.string()));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Outcome<void> write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return failure(fmt::format("{}: can't be written", path.string()));
  return {};
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "grapnel-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace grapnel::tool
