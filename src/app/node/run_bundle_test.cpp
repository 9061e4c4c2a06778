#include "app/node/run_bundle.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace zestron::node {
namespace {

namespace fs = std::filesystem;

TEST(RunBundle, keeps_the_newest_few) {
  const auto root = fs::temp_directory_path() / ("zestron-runs-" + std::to_string(::getpid()));
  fs::remove_all(root);
  const auto folder = DataFolder::open(root);
  ASSERT_TRUE(folder.has_value());
  for (std::size_t start = 0; start < kRunsKept + 3; ++start) {
    auto recorder = open_bundle(*folder, 1U << 20U, {"sim:1", {}, std::nullopt}, Hash{});
    ASSERT_TRUE(recorder.has_value()) << recorder.error().message;
    recorder->finish(bundle::End::Reason::kStopped);
  }
  std::size_t kept = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder->runs())) ++kept;
  EXPECT_EQ(kept, kRunsKept);
  EXPECT_TRUE(fs::exists(folder->runs() / "00000007"));
  EXPECT_FALSE(fs::exists(folder->runs() / "00000003"));
  EXPECT_TRUE(folder->reset().has_value());
  EXPECT_FALSE(fs::exists(folder->runs()));
  fs::remove_all(root);
}

}  // namespace
}  // namespace zestron::node
