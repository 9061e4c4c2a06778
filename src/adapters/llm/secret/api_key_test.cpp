#include "adapters/llm/secret/api_key.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace zestron::llm {
namespace {

namespace fs = std::filesystem;

fs::path key_file(const std::string& text, fs::perms perms = fs::perms::owner_read | fs::perms::owner_write) {
  const auto path = fs::path(::testing::TempDir()) / "zestron_api_key_test";
  std::ofstream(path) << text;
  fs::permissions(path, perms);
  return path;
}

TEST(ApiKey, reads_the_first_line_of_a_private_file) {
  const auto key = ApiKey::from_file(key_file("sk-1\nrest"));
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->bearer(), "Bearer sk-1");
}

TEST(ApiKey, refuses_what_others_can_read_and_what_is_no_key) {
  EXPECT_EQ(ApiKey::from_file(key_file("sk-1", fs::perms::owner_all | fs::perms::group_read)).error().code,
            KeyError::kExposed);
  fs::permissions(key_file("sk-1"), fs::perms::owner_all);
  for (const char* text : {"", "\nsk-1", "sk 1", "sk-\x01"})
    EXPECT_EQ(ApiKey::from_file(key_file(text)).error().code, KeyError::kMalformed);
  EXPECT_EQ(ApiKey::from_file(key_file("x").string() + ".none").error().code, KeyError::kMissing);
  EXPECT_EQ(ApiKey::from_environment("ZESTRON_NO_SUCH_KEY").error().code, KeyError::kMissing);
}

TEST(ApiKey, is_empty_once_moved_from) {
  auto key = ApiKey::from_file(key_file("sk-1"));
  const ApiKey other = *std::move(key);
  EXPECT_FALSE(other.empty());
  EXPECT_TRUE(key->empty());
}

}  // namespace
}  // namespace zestron::llm
