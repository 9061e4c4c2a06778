#include "app/node/input_log.hpp"

#include "bundle/event_bytes.hpp"
#include "chain/testing/folder.hpp"
#include "infra/file/file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace zestron::node {
namespace {

constexpr Pubkey kFirst({1}), kSecond({2});

Input answer(std::uint64_t slot, decltype(domain::Answer::content) content, bool after_tick = true) {
  return {as_recorded({Slot(slot), UnixMillis(7), domain::Answer{"policy", slot, std::move(content)}}), after_tick};
}
Input numbers(std::uint64_t slot) { return answer(slot, domain::Answer::Tensor{{0.5, -1.25}}); }

class InputLogTest : public ::testing::Test {
 protected:
  InputLog::Past read(std::uint64_t last, const InputLog::From& from = {{kFirst, Slot()}, {kSecond, Slot()}}) const {
    InputLog::Past past;
    const auto log = InputLog::open(folder_, Slot(last), from, past);
    EXPECT_TRUE(log) << log.error().message;
    return past;
  }
  void write(std::initializer_list<std::pair<Pubkey, Input>> inputs) const {
    InputLog::Past past;
    auto log = InputLog::open(folder_, Slot(1'000), {}, past);
    ASSERT_TRUE(log) << log.error().message;
    for (const auto& [agent, input] : inputs) ASSERT_TRUE(log->append(agent, input));
    ASSERT_TRUE(log->sync());
  }

  chain::testing::Folder temporary_;
  DataFolder folder_ = *DataFolder::open(temporary_.path() / "node");
};

TEST_F(InputLogTest, gives_each_agent_its_own_in_order) {
  write({{kFirst, numbers(1)}, {kSecond, answer(1, domain::Answer::Text{"yes"}, false)}, {kFirst, numbers(2)}});
  auto past = read(2);
  ASSERT_EQ(past[kFirst].size(), 2U);
  EXPECT_EQ(bundle::event_bytes(past[kFirst][1].event), bundle::event_bytes(numbers(2).event));
  EXPECT_TRUE(past[kFirst][1].after_tick);
  ASSERT_EQ(past[kSecond].size(), 1U);
  EXPECT_FALSE(past[kSecond][0].after_tick);
}

TEST_F(InputLogTest, drops_for_good_what_was_never_confirmed) {
  write({{kFirst, numbers(1)}, {kFirst, numbers(2)}, {kSecond, numbers(3)}});
  EXPECT_EQ(read(1)[kFirst].size(), 1U);
  write({{kSecond, numbers(2)}});
  auto past = read(9);
  EXPECT_EQ(past[kFirst].size(), 1U);
  EXPECT_EQ(past[kSecond].size(), 1U);
}

TEST_F(InputLogTest, a_record_that_was_cut_off_is_as_never_written) {
  write({{kFirst, numbers(1)}, {kFirst, numbers(2)}});
  for (const auto& file : std::filesystem::directory_iterator(folder_.agents() / "inputs"))
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 3);
  EXPECT_EQ(read(9)[kFirst].size(), 1U);
  write({{kFirst, numbers(2)}});
  EXPECT_EQ(read(9)[kFirst].size(), 2U);
}

TEST_F(InputLogTest, gives_each_agent_only_what_it_asks_for) {
  write(
      {{kFirst, numbers(1)}, {kSecond, numbers(1)}, {kFirst, numbers(2)}, {kSecond, numbers(2)}, {kFirst, numbers(3)}});
  auto past = read(9, {{kFirst, Slot(2)}});
  ASSERT_EQ(past[kFirst].size(), 2U);
  EXPECT_EQ(past[kFirst][0].event.slot, Slot(2));
  EXPECT_TRUE(past[kSecond].empty());
  EXPECT_TRUE(read(2, {{kFirst, Slot(3)}})[kFirst].empty()) << "of a slot that was never confirmed";
  EXPECT_EQ(read(9)[kFirst].size(), 2U) << "and it is gone for good";
}

// Segments hold 16 MiB: damage in the first shows that it was opened.
TEST_F(InputLogTest, opens_no_file_that_holds_nothing_it_needs) {
  const auto large = [](std::uint64_t slot) {
    return answer(slot, domain::Answer::Text{std::string(std::size_t{6} << 20U, 'x')});
  };
  write({{kFirst, large(1)}, {kFirst, large(2)}, {kFirst, large(3)}, {kFirst, numbers(4)}, {kFirst, numbers(5)}});
  std::vector<std::filesystem::path> segments;
  for (const auto& file : std::filesystem::directory_iterator(folder_.agents() / "inputs")) segments.push_back(file);
  ASSERT_EQ(segments.size(), 2U);
  std::filesystem::resize_file(std::ranges::min(segments), 1'000);
  EXPECT_EQ(read(9, {{kFirst, Slot(4)}})[kFirst].size(), 2U);
  InputLog::Past past;
  EXPECT_FALSE(InputLog::open(folder_, Slot(9), {{kFirst, Slot(3)}}, past)) << "here it is needed";
}

TEST_F(InputLogTest, refuses_what_an_earlier_version_wrote) {
  ASSERT_TRUE(infra::write_file_atomically(folder_.agents() / "agent.inputs", as_bytes("{}\n"), 0600));
  InputLog::Past past;
  const auto log = InputLog::open(folder_, Slot(9), {}, past);
  ASSERT_FALSE(log);
  EXPECT_NE(log.error().message.find("earlier version"), std::string::npos);
}

TEST(AsRecorded, what_no_agent_may_be_fed_is_mended) {
  const auto infinite = answer(1, domain::Answer::Tensor{{1, std::numeric_limits<double>::infinity()}});
  const auto& content = std::get<domain::Answer>(infinite.event.what).content;
  EXPECT_EQ(std::get<domain::Answer::Failed>(content).reason, "it is no number");
  const auto broken = answer(1, domain::Answer::Text{"a\xff"});
  EXPECT_EQ(std::get<domain::Answer::Text>(std::get<domain::Answer>(broken.event.what).content).text, "a\xEF\xBF\xBD");
}

}  // namespace
}  // namespace zestron::node
