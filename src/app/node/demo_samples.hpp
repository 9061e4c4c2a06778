// The sample agents of examples/ on the demo's chain: which there are, what a node needs to run them, and the steps that give each what it
// acts with: an allow list, a wallet with allowances and tokens, pools, a stake, a proposal to vote on.
#pragma once

#include "app/node/data_folder.hpp"
#include "app/node/demo_protocol.hpp"
#include "domain/tick.hpp"
#include "ports/chain.hpp"

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::node {

struct DemoSample {
  std::string_view name;  ///< its folder in examples/
  std::uint64_t id = 0;   ///< the owner's number for the agent

  [[nodiscard]] Pubkey agent() const;
  [[nodiscard]] std::string_view config() const;
};

/// In the order of their numbers.
std::span<const DemoSample> demo_samples();
/// "all", or names with commas between; the error names those that there are.
std::expected<std::vector<DemoSample>, std::string> choose_samples(std::string_view text);

/// What the node of `folder` needs besides the chain: configs noted as its own, models, the text of the proposal. What is there stays.
std::expected<void, std::string> prepare_samples(const DataFolder& folder, std::span<const DemoSample> samples);

/// Of all samples but ema_cross, which needs no more than its agent.
class DemoSamples {
 public:
  /// All outlive it. `market` is the first tick, if it is known: the pool of SOL begins at its price.
  DemoSamples(ports::Chain& chain, const DemoProtocol& protocol, const Pubkey& executor,
              std::span<const DemoSample> samples, const std::optional<domain::Tick>& market)
      : chain_(chain), protocol_(protocol), executor_(executor), market_(market) {
    for (const auto& sample : samples) {
      if (sample.name != "ema_cross") samples_.push_back(sample);
    }
  }

  /// Behind the protocol's.
  void add_steps(std::vector<DemoStep>& steps) const;

 private:
  using Transactions = DemoStep::Transactions;
  using MaybeTransactions = std::expected<Transactions, std::string>;

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::optional<ports::AccountState> account(const Pubkey& key) const;
  [[nodiscard]] bool exists(const Pubkey& key) const { return account(key).has_value(); }
  [[nodiscard]] std::int64_t now() const;
  void add_owners_stake(std::vector<DemoStep>& steps) const;
  void add_markets(std::vector<DemoStep>& steps) const;
  void add_agents(std::vector<DemoStep>& steps) const;
  void add_wallets(std::vector<DemoStep>& steps) const;
  void add_wallet_stakes(std::vector<DemoStep>& steps) const;
  void add_proposal(std::vector<DemoStep>& steps) const;
  [[nodiscard]] MaybeTransactions wallet_of(const DemoSample& sample) const;

  ports::Chain& chain_;
  const DemoProtocol& protocol_;
  Pubkey executor_;
  std::optional<domain::Tick> market_;
  std::vector<DemoSample> samples_;
};

}  // namespace zestron::node
