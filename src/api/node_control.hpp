// What operations need of a node. app/node implements it over the loop's snapshots, the data folder and the chain; tests with a double.
#pragma once

#include "api/problem.hpp"
#include "api/views.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::api {

template <class T>
using Maybe = std::expected<T, Problem>;

/// All functions may be called from several threads at once, and never make the loop wait.
class NodeControl {
 public:
  virtual ~NodeControl() = default;

  [[nodiscard]] virtual NodeView node() = 0;
  /// As the newest slot left them; never null.
  [[nodiscard]] virtual std::shared_ptr<const AgentsView> agents() = 0;
  /// The canonical document.
  virtual Maybe<std::string> config(const Hash& hash) = 0;

  enum class Turn : std::uint8_t { kPause, kKill, kResume };
  /// On disk when it returns; holds from the next slot on. Without an agent: all, which are not paused.
  virtual Maybe<void> turn(const std::optional<Pubkey>& agent, Turn turn) = 0;
  /// `config` parsed as one. The node goes on with it once the chain says so.
  virtual Maybe<void> adopt(const Pubkey& agent, const std::string& config) = 0;

  /// Of the agents that run here; nullopt: the chain has no such wallet.
  virtual Maybe<std::optional<WalletView>> wallet(const Pubkey& address) = 0;

  [[nodiscard]] virtual std::vector<RunView> runs() = 0;
  /// Runs it again, offline: seconds. kBusy while another is.
  virtual Maybe<VerifiedRun> verify_run(const std::string& id) = 0;

  /// The newest ones, which are kept in memory.
  [[nodiscard]] virtual IntentList intents() = 0;
  /// Of a transaction that the chain still knows.
  virtual std::optional<Landing> landing(const Signature& signature) = 0;

  virtual Maybe<std::vector<ApprovalView>> approvals() = 0;
  virtual Maybe<void> decide(const std::string& id, bool approved) = 0;

  /// kBusy when too many wait.
  virtual Maybe<BacktestView> start_backtest(BacktestRequest request) = 0;
  [[nodiscard]] virtual std::vector<BacktestView> backtests() = 0;
  virtual Maybe<BacktestView> cancel_backtest(std::string_view id) = 0;
  /// A page of HTML.
  virtual Maybe<std::string> backtest_page(std::string_view id) = 0;
};

}  // namespace zestron::api
