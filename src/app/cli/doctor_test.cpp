#include "app/cli/doctor.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace zestron::cli {
namespace {

using Level = Finding::Level;

class Doctor : public ::testing::Test {
 protected:
  Doctor() { std::filesystem::create_directories(folder_); }
  ~Doctor() override { std::filesystem::remove_all(folder_); }

  Finding about(const Examination& examination, std::string_view what) const {
    for (auto& finding : examine(examination)) {
      if (finding.what.starts_with(what)) return finding;
    }
    return {};
  }
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("zestron-doctor-" + std::to_string(::getpid()));
};

TEST_F(Doctor, finds_a_folder_that_others_can_read) {
  std::filesystem::permissions(folder_, std::filesystem::perms(0755));
  const auto open = about({.folders = {folder_}}, "folder ");
  EXPECT_EQ(open.level, Level::kWarning);
  EXPECT_EQ(open.remedy, "chmod 700 " + folder_.string());
  std::filesystem::permissions(folder_, std::filesystem::perms(0700));
  EXPECT_EQ(about({.folders = {folder_}}, "folder ").level, Level::kOk);
}

TEST_F(Doctor, finds_a_chain_that_is_not_of_this_build) {
  std::filesystem::create_directories(folder_ / "chain");
  std::ofstream(folder_ / "chain" / "genesis.bin") << "something else";
  const auto finding = about({.folders = {folder_}}, "chain in ");
  EXPECT_EQ(finding.level, Level::kProblem);
  EXPECT_NE(finding.remedy.find("--reset"), std::string::npos) << finding.remedy;
}

TEST_F(Doctor, measures_the_disk_and_leaves_nothing_behind) {
  EXPECT_NE(about({.folders = {folder_}}, "disk speed").detail.find("on disk after"), std::string::npos);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(Doctor, a_slow_disk_is_a_warning_and_none_a_problem) {
  EXPECT_EQ(disk_speed({1, 2, 300}).level, Level::kOk);
  EXPECT_EQ(disk_speed({60, 70, 80}).level, Level::kWarning);
  EXPECT_EQ(disk_speed({}).level, Level::kProblem);
}

TEST_F(Doctor, names_an_endpoint_that_does_not_answer_unless_offline) {
  const Examination examination{.folders = {folder_}, .endpoints = {"http://127.0.0.1:1"}};
  const auto silent = about(examination, "endpoint http://127.0.0.1:1");
  EXPECT_EQ(silent.level, Level::kProblem);
  EXPECT_FALSE(silent.remedy.empty());
  auto offline = examination;
  offline.offline = true;
  EXPECT_TRUE(about(offline, "endpoint").what.empty());
}

TEST_F(Doctor, whatever_is_not_ok_says_what_to_do) {
  for (const auto& finding : examine({.folders = {folder_, "/nowhere/at/all"}, .endpoints = {"nonsense://"}}))
    EXPECT_TRUE(finding.level == Level::kOk || !finding.remedy.empty()) << finding.what;
}

}  // namespace
}  // namespace zestron::cli
