#include "app/node/agent_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "app/embedded/embedded.hpp"
#include "codec/cid.hpp"
#include "codec/sha256.hpp"

namespace zestron::node {
namespace {

class AgentFiles : public ::testing::Test {
 protected:
  AgentFiles()
      : root_(std::filesystem::temp_directory_path() / ("zestron-agent-files-" + std::to_string(::getpid()))),
        config_(*agent::Config::parse(embedded::ema_cross_config())) {
    std::filesystem::remove_all(root_);
    folder_.emplace(*DataFolder::open(root_));
  }
  ~AgentFiles() override { std::filesystem::remove_all(root_); }

  std::filesystem::path root_;
  std::optional<DataFolder> folder_;
  agent::Config config_;
  Pubkey agent_{codec::sha256(as_bytes("agent")).value()};
};

TEST_F(AgentFiles, what_is_adopted_comes_back) {
  ASSERT_TRUE(adopt_agent(root_, agent_, config_));
  std::vector<std::string> notices;
  EXPECT_EQ(adopted_agents(*folder_, notices), (std::vector<AdoptedAgent>{{agent_, config_.hash()}}));
  EXPECT_TRUE(notices.empty());
  const auto loaded = load_config(*folder_, config_.hash());
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->canonical(), config_.canonical());
}

TEST_F(AgentFiles, a_document_that_was_changed_is_refused) {
  ASSERT_TRUE(adopt_agent(root_, agent_, config_));
  std::ofstream(folder_->blobs() / codec::cid_of(config_.hash()), std::ios::app) << " ";
  EXPECT_TRUE(load_config(*folder_, config_.hash())) << "white space is not part of the canonical form";
  auto text = config_.canonical();
  text.replace(text.find("1000000000"), 10, "2000000000");
  std::ofstream(folder_->blobs() / codec::cid_of(config_.hash())) << text;
  const auto loaded = load_config(*folder_, config_.hash());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, FolderError::kDamaged);
}

TEST_F(AgentFiles, a_foreign_file_is_passed_over_and_named) {
  std::ofstream(folder_->agents() / "note.json") << "{}";
  std::vector<std::string> notices;
  EXPECT_TRUE(adopted_agents(*folder_, notices).empty());
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_NE(notices[0].find("note.json"), std::string::npos);
}

TEST_F(AgentFiles, a_uri_names_the_report_that_a_config_is_activated_with) {
  const auto uri = config_uri(config_.hash(), Hash({7}));
  EXPECT_LE(uri.size(), 196U);  // what agent_factory stores
  EXPECT_TRUE(uri.starts_with(config_uri(config_.hash()) + "#"));
  EXPECT_EQ(report_of(uri), Hash({7}));
  EXPECT_FALSE(report_of(config_uri(config_.hash())));
  EXPECT_FALSE(report_of(uri + "0"));
}

TEST_F(AgentFiles, reset_keeps_its_hands_off_what_is_not_ours) {
  std::ofstream(root_ / "letter.txt") << "mine";
  EXPECT_FALSE(folder_->reset());
  EXPECT_TRUE(std::filesystem::exists(root_ / "keys"));
  std::filesystem::remove(root_ / "letter.txt");
  EXPECT_TRUE(folder_->reset());
  EXPECT_TRUE(std::filesystem::is_empty(root_ / "blobs"));
}

}  // namespace
}  // namespace zestron::node
