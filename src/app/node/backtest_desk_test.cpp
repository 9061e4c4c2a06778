#include "app/node/backtest_desk.hpp"

#include "app/embedded/embedded.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace zestron::node {
namespace {

class BacktestDeskTest : public ::testing::Test {
 protected:
  BacktestDeskTest()
      : root_(std::filesystem::temp_directory_path() / ("zestron-backtests-" + std::to_string(::getpid()))),
        folder_(*DataFolder::open(root_)),
        desk_(folder_, [this](const api::BacktestView& view) { changed(view); }) {}
  ~BacktestDeskTest() override {
    desk_.stop();
    std::filesystem::remove_all(root_);
  }

  std::string start(std::uint64_t ticks) {
    return desk_.start({.config = std::string(embedded::ema_cross_config()), .market = "sim:3", .ticks = ticks})
        .value()
        .id;
  }
  void changed(const api::BacktestView& view) {
    const std::lock_guard lock(mutex_);
    newest_[view.id] = view;
    news_.notify_all();
  }
  api::BacktestView wait_for(const std::string& id, auto&& wanted) {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return wanted(newest_[id].state); });
    return newest_[id];
  }

  std::filesystem::path root_;
  DataFolder folder_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::map<std::string, api::BacktestView> newest_;
  BacktestDesk desk_;
};

bool has_ended(api::JobState state) { return state != api::JobState::kWaiting && state != api::JobState::kRunning; }

// Whether it had not begun, was at its first ticks or was long under way: it never passes for one that is done.
TEST_F(BacktestDeskTest, what_is_cancelled_ends_as_cancelled) {
  for (int round = 0; round < 50; ++round) {
    const auto id = start(5'000'000);
    if (round % 2 == 0) wait_for(id, [](auto state) { return state == api::JobState::kRunning; });
    // Another moment each round; nothing is waited for. Cancelled at once it has no tick yet, and the fault does not show.
    std::this_thread::sleep_for(std::chrono::microseconds(round * 40));
    ASSERT_TRUE(desk_.cancel(id));
    EXPECT_EQ(wait_for(id, has_ended).state, api::JobState::kCancelled) << "round " << round;
  }
}

TEST_F(BacktestDeskTest, what_has_ended_can_not_be_cancelled) {
  const auto id = start(2'000);
  const auto done = wait_for(id, has_ended);
  EXPECT_EQ(done.state, api::JobState::kDone) << done.error;
  EXPECT_EQ(done.ticks_done, 2'000);
  EXPECT_EQ(desk_.cancel(id).error().kind, api::ProblemKind::kConflict);
  EXPECT_NE(desk_.page(id).value().find("<svg"), std::string::npos);
}

}  // namespace
}  // namespace zestron::node
