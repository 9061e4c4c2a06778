// A node of fixed contents, which notes what it was told to do.
#pragma once

#include "api/node_control.hpp"

#include <string>
#include <utility>
#include <vector>

namespace zestron::api::testing {

inline Pubkey key(std::uint8_t n) {
  std::array<std::uint8_t, Pubkey::kSize> bytes{};
  bytes.fill(n);
  return Pubkey(bytes);
}

class FakeNode final : public NodeControl {
 public:
  FakeNode() {
    AgentsView all{.slot = Slot(7), .clock = UnixSeconds(1'700'000'000)};
    for (std::uint8_t n = 1; n <= 3; ++n)
      all.agents.push_back(
          {.address = key(n), .name = "agent", .active = n != 2, .wallet = key(static_cast<std::uint8_t>(n + 100))});
    all.services = {"policy"};
    view = std::make_shared<const AgentsView>(std::move(all));
    for (std::uint64_t n = 5; n >= 1; --n) {
      IntentView intent{.number = n};
      intent.effect.intent = {key(1), Slot(n), n, domain::Transfer{key(9), key(8), 10}};
      intent.effect.state = n == 5 ? domain::EffectState::kRefused : domain::EffectState::kLanded;
      intent.effect.slot = Slot(n + 1);
      wanted.push_back(std::make_shared<const IntentView>(std::move(intent)));
    }
  }

  NodeView node() override {
    return {.market = "sim:1",
            .genesis = "11111111111111111111111111111111",
            .executor = "11111111111111111111111111111111"};
  }
  std::shared_ptr<const AgentsView> agents() override { return view; }
  Maybe<std::string> config(const Hash&) override { return R"({"name":"x"})"; }
  Maybe<void> turn(const std::optional<Pubkey>& agent, Turn turn) override {
    turned.emplace_back(agent, turn);
    return {};
  }
  Maybe<void> adopt(const Pubkey& agent, const std::string& config) override {
    adopted.emplace_back(agent, config);
    return {};
  }
  Maybe<std::optional<WalletView>> wallet(const Pubkey& address) override {
    if (address == key(102)) return std::optional<WalletView>();
    WalletView out{.address = address, .agent = key(1), .lamports = 5};
    out.allowances.push_back({.mint = std::nullopt, .cap = UINT64_MAX, .window_seconds = 86'401});
    out.balances.push_back({key(30), key(31), 12});
    return std::optional(out);
  }
  std::vector<RunView> runs() override { return {{"00000001", 100, false}, {"00000002", 7, true}}; }
  Maybe<VerifiedRun> verify_run(const std::string&) override { return VerifiedRun{.records = 3, .ended = true}; }
  IntentList intents() override { return wanted; }
  std::optional<Landing> landing(const Signature&) override { return Landing{1'200, 5'000}; }
  Maybe<std::vector<ApprovalView>> approvals() override {
    return std::vector<ApprovalView>{{"4", key(1), "swap 5", UnixMillis(9), false},
                                     {"a/b/7", key(2), "vote", UnixMillis(9), false}};
  }
  Maybe<void> decide(const std::string& id, bool approved) override {
    decided.emplace_back(id, approved);
    return {};
  }
  Maybe<BacktestView> start_backtest(BacktestRequest request) override {
    return BacktestView{.id = "1", .request = std::move(request)};
  }
  std::vector<BacktestView> backtests() override {
    return {{.id = "1", .state = JobState::kDone, .hash = Hash{}, .report = R"({"a":1})"}};
  }
  Maybe<BacktestView> cancel_backtest(std::string_view id) override {
    if (id != "1") return problem(ProblemKind::kNotFound, "no such backtest is kept");
    return problem(ProblemKind::kConflict, "it has ended already");
  }
  Maybe<std::string> backtest_page(std::string_view) override { return "<!doctype html>"; }

  std::shared_ptr<const AgentsView> view;
  IntentList wanted;
  std::vector<std::pair<std::optional<Pubkey>, Turn>> turned;
  std::vector<std::pair<Pubkey, std::string>> adopted;
  std::vector<std::pair<std::string, bool>> decided;
};

}  // namespace zestron::api::testing
