#include "infra/file/folder_watch.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace zestron::infra {
namespace {

namespace fs = std::filesystem;

class FolderWatchTest : public ::testing::Test {
 protected:
  FolderWatchTest() {
    EXPECT_NE(::mkdtemp(made_.data()), nullptr);
    folder_ = fs::path(made_) / "folder";
  }
  ~FolderWatchTest() override {
    std::error_code ignored;
    fs::remove_all(made_, ignored);
  }
  void put(const fs::path& name, std::string_view text = "text") const {
    ASSERT_TRUE(write_file_atomically(folder_ / name, as_bytes(text)));
  }

  std::string made_ = (fs::temp_directory_path() / "folder-watch-XXXXXX").string();
  fs::path folder_;
};

TEST_F(FolderWatchTest, tells_of_what_was_put_there_and_removed) {
  ASSERT_TRUE(make_directory(folder_));
  FolderWatch watch(folder_);
  EXPECT_TRUE(watch.changed()) << "nobody has looked yet";
  EXPECT_FALSE(watch.changed());
  put("a");
  EXPECT_TRUE(watch.changed());
  EXPECT_FALSE(watch.changed());
  put("a", "another text");
  EXPECT_TRUE(watch.changed());
  std::ofstream(folder_ / "a", std::ios::app) << "more";
  EXPECT_TRUE(watch.changed());
  fs::rename(folder_ / "a", folder_ / "b");
  EXPECT_TRUE(watch.changed());
  fs::remove(folder_ / "b");
  EXPECT_TRUE(watch.changed());
  EXPECT_FALSE(watch.changed());
}

TEST_F(FolderWatchTest, one_name_counts_where_it_is_given) {
  ASSERT_TRUE(make_directory(folder_));
  FolderWatch watch(folder_, "controls.json");
  EXPECT_TRUE(watch.changed());
  put("others.json");
  EXPECT_FALSE(watch.changed());
  put("others.json");
  put("controls.json");
  put("others.json");
  EXPECT_TRUE(watch.changed());
  EXPECT_FALSE(watch.changed());
}

TEST_F(FolderWatchTest, a_folder_that_is_not_there_is_always_worth_a_look) {
  FolderWatch watch(folder_);
  EXPECT_TRUE(watch.changed());
  EXPECT_TRUE(watch.changed());
  ASSERT_TRUE(make_directory(folder_));
  EXPECT_TRUE(watch.changed());
  EXPECT_FALSE(watch.changed());
}

TEST_F(FolderWatchTest, a_folder_that_is_made_again_is_watched_again) {
  ASSERT_TRUE(make_directory(folder_));
  FolderWatch watch(folder_);
  EXPECT_TRUE(watch.changed());
  for (int i = 0; i < 3; ++i) {
    if (i % 2 == 0) {
      fs::remove_all(folder_);
    } else {
      fs::rename(folder_, folder_.parent_path() / "elsewhere");
    }
    EXPECT_TRUE(watch.changed());
    ASSERT_TRUE(make_directory(folder_));
    EXPECT_TRUE(watch.changed());
    EXPECT_FALSE(watch.changed());
    put("a");
    EXPECT_TRUE(watch.changed());
    EXPECT_FALSE(watch.changed());
  }
}

TEST_F(FolderWatchTest, more_than_the_kernel_keeps_is_a_change_too) {
  ASSERT_TRUE(make_directory(folder_));
  FolderWatch watch(folder_, "last");
  EXPECT_TRUE(watch.changed());
  std::uint64_t most = 0;
  std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> most;
  ASSERT_GT(most, 0U);
  put("a");
  EXPECT_FALSE(watch.changed());
  for (std::uint64_t i = 0; i <= most / 2; ++i)  // two events each
    fs::rename(folder_ / (i % 2 == 0 ? "a" : "b"), folder_ / (i % 2 == 0 ? "b" : "a"));
  EXPECT_TRUE(watch.changed()) << "\"last\" may have been among what was lost";
  put("a");
  EXPECT_FALSE(watch.changed());
  put("last");
  EXPECT_TRUE(watch.changed());
}

}  // namespace
}  // namespace zestron::infra
