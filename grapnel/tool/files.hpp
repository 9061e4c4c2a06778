// Files as the verbs read and write them, and a folder for what lies between.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "elf/bytes.hpp"
#include "result.hpp"

namespace grapnel::tool {

Outcome<Bytes> read_file(const std::filesystem::path& path);
Outcome<std::string> read_text(const std::filesystem::path& path);
Outcome<void> write_file(const std::filesystem::path& path, std::string_view bytes);

// A new folder, gone with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }  // empty if none could be made

 private:
  std::filesystem::path path_;
};

}  // namespace grapnel::tool
