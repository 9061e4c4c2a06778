// api::NodeControl over what a node has: the loop's telemetry, files of the data folder that the loop reads, the chain, and the desk of
// backtests. Nothing here waits for the loop.
#pragma once

#include "api/node_control.hpp"
#include "app/node/backtest_desk.hpp"
#include "app/node/data_folder.hpp"
#include "app/node/telemetry.hpp"
#include "chain/chain.hpp"

#include <functional>
#include <mutex>
#include <string>

namespace zestron::node {

class NodeApi final : public api::NodeControl {
 public:
  /// All outlive it. `facts` is called on any thread.
  NodeApi(chain::Chain& chain, const DataFolder& folder, Telemetry& telemetry, bool records,
          std::function<api::NodeView()> facts);

  api::NodeView node() override { return facts_(); }
  std::shared_ptr<const api::AgentsView> agents() override { return telemetry_.agents(); }
  api::Maybe<std::string> config(const Hash& hash) override;
  api::Maybe<void> turn(const std::optional<Pubkey>& agent, Turn turn) override;
  api::Maybe<void> adopt(const Pubkey& agent, const std::string& config) override;
  api::Maybe<std::optional<api::WalletView>> wallet(const Pubkey& address) override;
  std::vector<api::RunView> runs() override;
  api::Maybe<api::VerifiedRun> verify_run(const std::string& id) override;
  api::IntentList intents() override { return telemetry_.intents(); }
  std::optional<api::Landing> landing(const Signature& signature) override;
  api::Maybe<std::vector<api::ApprovalView>> approvals() override;
  api::Maybe<void> decide(const std::string& id, bool approved) override;
  api::Maybe<api::BacktestView> start_backtest(api::BacktestRequest request) override;
  std::vector<api::BacktestView> backtests() override { return desk_.list(); }
  api::Maybe<api::BacktestView> cancel_backtest(std::string_view id) override { return desk_.cancel(id); }
  api::Maybe<std::string> backtest_page(std::string_view id) override { return desk_.page(id); }

  /// Ends what runs here. Idempotent.
  void stop() { desk_.stop(); }

 private:
  chain::Chain& chain_;
  const DataFolder& folder_;
  Telemetry& telemetry_;
  const bool records_;
  std::function<api::NodeView()> facts_;
  std::mutex verifying_;  // one at a time: it reads and runs all of a bundle
  BacktestDesk desk_;
};

}  // namespace zestron::node
