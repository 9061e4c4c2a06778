#include "app/node/past/keeper.hpp"

#include "agent/code_digest.hpp"
#include "infra/file/file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

namespace zestron::node::past {
namespace {

namespace fs = std::filesystem;

constexpr Pubkey kFirst({1}), kSecond({2});

ClosedTrade trade(const Pubkey& agent, std::uint64_t number, std::int64_t profit = 5) {
  agent::TradeClosed out;
  out.opened.number = number;
  out.slot = Slot(number);
  out.profit_micros = profit;
  return {agent, out};
}

class KeeperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "zestron-keeper-XXXXXX").native();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    base_ = pattern;
  }
  void TearDown() override { fs::remove_all(base_); }

  [[nodiscard]] fs::path folder() const { return base_ / "checkpoints"; }
  [[nodiscard]] fs::path file(std::uint64_t slot) const {
    auto digits = std::to_string(slot);
    return folder() / (std::string(20 - digits.size(), '0') + digits + ".checkpoint");
  }

  struct Begun {
    explicit Begun(fs::path folder) : keeper(std::move(folder)) {}
    Keeper keeper;
    std::optional<Found> found;
    std::vector<std::string> notices;
  };
  [[nodiscard]] std::unique_ptr<Begun> begin(std::uint64_t last) const {
    auto out = std::make_unique<Begun>(folder());
    auto found = out->keeper.begin(Slot(last), out->notices);
    EXPECT_TRUE(found) << found.error();
    if (found) out->found = *std::move(found);
    return out;
  }
  static void keep(Keeper& keeper, std::uint64_t slot, std::vector<ClosedTrade> closed = {}) {
    ASSERT_TRUE(keeper.is_ready());
    keeper.keep({.code = agent::code_digest(), .slot = Slot(slot), .tick = {}, .trades = {}, .agents = {}},
                std::move(closed));
    keeper.settle();
    ASSERT_EQ(keeper.take_trouble(), "");
  }
  // Of slots 10, 20 and 30, with a trade each.
  void keep_three() const {
    const auto begun = begin(0);
    for (std::uint64_t i = 1; i <= 3; ++i) keep(begun->keeper, 10 * i, {trade(kFirst, i)});
  }
  static void change(const fs::path& path, const std::function<void(Bytes&)>& how) {
    auto bytes = *infra::read_file(path);
    how(bytes);
    ASSERT_TRUE(infra::write_file_atomically(path, bytes, 0600));
  }

  fs::path base_;
};

TEST_F(KeeperTest, a_new_folder_has_none) {
  const auto begun = begin(100);
  EXPECT_FALSE(begun->found);
  EXPECT_TRUE(begun->notices.empty());
}

TEST_F(KeeperTest, finds_the_newest_with_the_trades_up_to_it) {
  keep_three();
  const auto begun = begin(35);
  ASSERT_TRUE(begun->found);
  EXPECT_EQ(begun->found->checkpoint.slot, Slot(30));
  EXPECT_EQ(begun->keeper.newest(), Slot(30));
  EXPECT_EQ(begun->found->trades.at(kFirst).size(), 3U);
  EXPECT_FALSE(fs::exists(file(10))) << "two are kept";
  EXPECT_TRUE(fs::exists(file(20)));
}

TEST_F(KeeperTest, one_of_a_slot_that_was_never_confirmed_is_gone_for_good) {
  keep_three();
  {
    const auto begun = begin(29);
    ASSERT_TRUE(begun->found);
    EXPECT_EQ(begun->found->checkpoint.slot, Slot(20));
    EXPECT_EQ(begun->found->trades.at(kFirst).size(), 2U);
    keep(begun->keeper, 32, {trade(kFirst, 3, 77)});
  }
  const auto begun = begin(40);
  ASSERT_TRUE(begun->found);
  EXPECT_EQ(begun->found->checkpoint.slot, Slot(32));
  ASSERT_EQ(begun->found->trades.at(kFirst).size(), 3U);
  EXPECT_EQ(begun->found->trades.at(kFirst)[2].profit_micros, 77) << "what came of the slots that were made anew";
  EXPECT_FALSE(fs::exists(file(30)));
}

TEST_F(KeeperTest, a_damaged_one_is_set_aside_and_the_one_before_is_used) {
  for (const auto& how : std::vector<std::function<void(Bytes&)>>{[](Bytes& bytes) { bytes.back() ^= 1; },
                                                                  [](Bytes& bytes) { bytes.pop_back(); },
                                                                  [](Bytes& bytes) { bytes.clear(); }}) {
    fs::remove_all(folder());
    keep_three();
    change(file(30), how);
    const auto begun = begin(35);
    ASSERT_TRUE(begun->found);
    EXPECT_EQ(begun->found->checkpoint.slot, Slot(20));
    ASSERT_EQ(begun->notices.size(), 1U);
    EXPECT_NE(begun->notices[0].find("damaged"), std::string::npos);
    EXPECT_TRUE(fs::exists(fs::path(file(30)).replace_extension(".damaged")));
  }
}

TEST_F(KeeperTest, one_that_lies_under_another_slots_name_is_damaged) {
  keep_three();
  fs::rename(file(30), file(31));
  EXPECT_EQ(begin(35)->found->checkpoint.slot, Slot(20));
}

TEST_F(KeeperTest, one_of_another_program_is_left_where_it_is) {
  {
    const auto begun = begin(0);
    begun->keeper.keep({.code = Hash({1}), .slot = Slot(10), .tick = {}, .trades = {}, .agents = {}}, {});
  }
  const auto begun = begin(15);
  EXPECT_FALSE(begun->found);
  ASSERT_EQ(begun->notices.size(), 1U);
  EXPECT_NE(begun->notices[0].find("another version"), std::string::npos);
  EXPECT_TRUE(fs::exists(file(10)));
  keep(begun->keeper, 20);
  EXPECT_FALSE(fs::exists(file(10))) << "it counted the trades of a log that is gone";
}

TEST_F(KeeperTest, trades_that_are_not_those_it_counts_make_it_of_no_use) {
  keep_three();
  for (const auto& segment : fs::directory_iterator(folder() / "trades"))
    fs::resize_file(segment, fs::file_size(segment) - 1);
  const auto begun = begin(35);
  ASSERT_TRUE(begun->found);
  EXPECT_EQ(begun->found->checkpoint.slot, Slot(20)) << "the third trade is lost, the first two are there";
  EXPECT_EQ(begun->found->trades.at(kFirst).size(), 2U);
  fs::remove_all(folder() / "trades");
  EXPECT_FALSE(begin(35)->found);
}

TEST_F(KeeperTest, a_position_that_began_anew_has_its_own_trades_alone) {
  {
    const auto begun = begin(0);
    keep(begun->keeper, 10, {trade(kFirst, 1), trade(kSecond, 1), trade(kFirst, 2)});
    keep(begun->keeper, 20, {trade(kFirst, 1, 99), trade(kSecond, 2)});
  }
  const auto begun = begin(25);
  ASSERT_TRUE(begun->found);
  ASSERT_EQ(begun->found->trades.at(kFirst).size(), 1U);
  EXPECT_EQ(begun->found->trades.at(kFirst)[0].profit_micros, 99);
  EXPECT_EQ(begun->found->trades.at(kSecond).size(), 2U);
}

TEST_F(KeeperTest, what_began_anew_leaves_nothing_of_before) {
  keep_three();
  {
    const auto begun = begin(35);
    begun->keeper.begin_anew();
    EXPECT_TRUE(fs::exists(file(30))) << "until there is another";
    keep(begun->keeper, 36, {trade(kSecond, 1)});
  }
  EXPECT_FALSE(fs::exists(file(30)));
  EXPECT_FALSE(fs::exists(file(20)));
  const auto begun = begin(40);
  EXPECT_EQ(begun->found->checkpoint.slot, Slot(36));
  EXPECT_FALSE(begun->found->trades.contains(kFirst));
}

TEST_F(KeeperTest, a_disk_that_takes_nothing_is_told_once_and_left_alone) {
  ASSERT_TRUE(infra::write_file_atomically(folder(), {}, 0600));  // a file where the folder would be
  const auto begun = begin(0);
  ASSERT_TRUE(begun->keeper.is_ready());
  begun->keeper.keep({.code = agent::code_digest(), .slot = Slot(10), .tick = {}, .trades = {}, .agents = {}}, {});
  begun->keeper.settle();
  EXPECT_FALSE(begun->keeper.is_ready());
  EXPECT_NE(begun->keeper.take_trouble(), "");
  EXPECT_EQ(begun->keeper.take_trouble(), "");
}

}  // namespace
}  // namespace zestron::node::past
