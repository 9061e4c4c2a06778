#include "app/node/agent_activity.hpp"

#include "codec/base58.hpp"
#include "codec/sha256.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace zestron::node {
namespace {

class AgentActivity : public ::testing::Test {
 protected:
  AgentActivity() : root_(std::filesystem::temp_directory_path() / ("zestron-activity-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(root_);
    folder_.emplace(*DataFolder::open(root_));
  }
  ~AgentActivity() override { std::filesystem::remove_all(root_); }

  static Activity at(std::uint64_t slot, bool active) {
    return {Slot(slot), Hash(codec::sha256(as_bytes("config")).value()), active, 3};
  }
  [[nodiscard]] std::filesystem::path file() const {
    return folder_->agents() / (codec::to_base58(agent_) + ".activity");
  }

  std::filesystem::path root_;
  std::optional<DataFolder> folder_;
  Pubkey agent_{codec::sha256(as_bytes("agent")).value()};
};

TEST_F(AgentActivity, keeps_what_was_appended_in_order) {
  EXPECT_TRUE(load_activity(*folder_, agent_, Slot(9))->empty());
  ASSERT_TRUE(append_activity(*folder_, agent_, at(4, true)));
  ASSERT_TRUE(append_activity(*folder_, agent_, at(7, false)));
  EXPECT_EQ(load_activity(*folder_, agent_, Slot(9)).value(), (std::vector{at(4, true), at(7, false)}));
}

TEST_F(AgentActivity, forgets_slots_that_were_never_confirmed) {
  ASSERT_TRUE(append_activity(*folder_, agent_, at(4, true)));
  ASSERT_TRUE(append_activity(*folder_, agent_, at(7, false)));
  EXPECT_EQ(load_activity(*folder_, agent_, Slot(6)).value(), (std::vector{at(4, true)}));
  EXPECT_EQ(load_activity(*folder_, agent_, Slot(9)).value(), (std::vector{at(4, true)})) << "and for good";
}

TEST_F(AgentActivity, drops_a_line_that_was_cut_off_and_refuses_a_foreign_one) {
  ASSERT_TRUE(append_activity(*folder_, agent_, at(4, true)));
  std::ofstream(file(), std::ios::app) << "{\"slot\":5,";
  EXPECT_EQ(load_activity(*folder_, agent_, Slot(9)).value(), (std::vector{at(4, true)}));
  std::ofstream(file(), std::ios::app) << "hello\n";
  EXPECT_FALSE(load_activity(*folder_, agent_, Slot(9)));
}

}  // namespace
}  // namespace zestron::node
