// Backtests that were asked for over the API: one thread runs them one after the other, beside the node. Few wait and few are kept; each
// is bounded by its number of ticks.
#pragma once

#include "api/node_control.hpp"
#include "app/node/data_folder.hpp"
#include "backtest/backtest.hpp"
#include "events/market_source.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace zestron::node {

class BacktestDesk {
 public:
  static constexpr std::size_t kWaitingMax = 4;
  static constexpr std::size_t kKept = 16;
  /// Told of each change; on the desk's thread or the caller's.
  using Changed = std::function<void(const api::BacktestView&)>;

  /// ONNX models come from the folder, which outlives the desk.
  BacktestDesk(const DataFolder& folder, Changed changed);
  ~BacktestDesk();  ///< stop()

  // Any thread.
  api::Maybe<api::BacktestView> start(api::BacktestRequest request);
  [[nodiscard]] std::vector<api::BacktestView> list() const;
  api::Maybe<api::BacktestView> cancel(std::string_view id);
  api::Maybe<std::string> page(std::string_view id) const;
  /// Ends the one that runs, and joins. Idempotent.
  void stop();

 private:
  struct Job {
    api::BacktestView view;
    backtest::Progress progress{};
    std::optional<backtest::Report> report{};
  };
  void work();
  void carry_out(Job& job);
  std::expected<backtest::Report, std::string> run(Job& job);
  [[nodiscard]] std::shared_ptr<Job> find(std::string_view id) const;
  static api::BacktestView view_of(const Job& job);
  void forget_old();

  const DataFolder& folder_;
  Changed changed_;
  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::deque<std::shared_ptr<Job>> jobs_;  // oldest first
  std::uint64_t next_ = 1;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace zestron::node
