// Where tests find recorded real data: the folder that ZESTRON_FIXTURES names. It is not part of the repository, so a test that
// needs it skips, and says so, where it is missing.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace zestron::testing {

/// nullopt when ZESTRON_FIXTURES is unset, or has no such file or folder.
inline std::optional<std::filesystem::path> fixture(const std::string& name) {
  const char* root = std::getenv("ZESTRON_FIXTURES");
  if (root == nullptr || *root == '\0') return std::nullopt;
  auto path = std::filesystem::path(root) / name;
  return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace zestron::testing

/// In a GTest body: declares `path`, or skips the test.
#define ZESTRON_FIXTURE_OR_SKIP(path, name)                                          \
  const auto path##_found = ::zestron::testing::fixture(name);                       \
  if (!path##_found) GTEST_SKIP() << "ZESTRON_FIXTURES does not lead to " << (name); \
  const std::filesystem::path& path = *path##_found
