#include "app/node/saved_states.hpp"

#include "infra/file/file.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace zestron::node {
namespace {

namespace fs = std::filesystem;

class SavedStatesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "zestron-states-XXXXXX").native();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    base_ = pattern;
    fs::create_directories(data() / "chain/accounts/run");
    fs::create_directories(data() / "keys");
    write("chain/genesis.bin", "genesis");
    write("chain/accounts/run/1.0", "scratch");
    write("keys/owner.json", "secret");
    write("market.json", "sim");
  }
  void TearDown() override { fs::remove_all(base_); }

  [[nodiscard]] fs::path data() const { return base_ / "data"; }
  void write(const fs::path& name, std::string_view text) const { std::ofstream(data() / name) << text; }
  [[nodiscard]] std::string read(const fs::path& path) const {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] SavedStates states() const { return SavedStates(*DataFolder::open(data())); }

  fs::path base_;
};

TEST_F(SavedStatesTest, a_loaded_state_is_what_was_saved) {
  ASSERT_TRUE(states().save("before"));
  write("chain/genesis.bin", "another");
  write("market.json", "changed");
  ASSERT_TRUE(states().load("before"));
  EXPECT_EQ(read(data() / "chain/genesis.bin"), "genesis");
  EXPECT_EQ(read(data() / "market.json"), "sim");
  EXPECT_EQ(read(data() / "keys/owner.json"), "secret");
  EXPECT_FALSE(fs::exists(data() / "chain/accounts"));
  EXPECT_EQ(states().names(), std::vector<std::string>{"before"});
  ASSERT_TRUE(states().remove("before"));
  EXPECT_TRUE(states().names().empty());
}

TEST_F(SavedStatesTest, keeps_what_it_saves_from_others) {
  ASSERT_TRUE(states().save("mine"));
  EXPECT_EQ(fs::status(base_ / "data.states/mine").permissions(), fs::perms::owner_all);
}

TEST_F(SavedStatesTest, refuses_a_taken_name_an_unknown_one_and_one_that_leads_elsewhere) {
  ASSERT_TRUE(states().save("one"));
  EXPECT_FALSE(states().save("one"));
  EXPECT_FALSE(states().load("two"));
  EXPECT_EQ(read(data() / "market.json"), "sim");
  for (const std::string_view name : {"", "..", "a/b", ".hidden", "a b"}) EXPECT_FALSE(states().save(name)) << name;
  EXPECT_EQ(states().names(), std::vector<std::string>{"one"});
}

TEST_F(SavedStatesTest, a_running_node_keeps_its_state) {
  ASSERT_TRUE(states().save("one"));
  const auto running = infra::FileLock::take(data() / "chain/lock");
  ASSERT_TRUE(running);
  EXPECT_FALSE(states().save("two"));
  EXPECT_FALSE(states().load("one"));
  EXPECT_EQ(read(data() / "chain/genesis.bin"), "genesis");
}

TEST_F(SavedStatesTest, there_must_be_a_chain_to_save) {
  fs::remove(data() / "chain/genesis.bin");
  EXPECT_FALSE(states().save("nothing"));
}

}  // namespace
}  // namespace zestron::node
