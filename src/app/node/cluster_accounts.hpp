// The accounts of a cluster behind an RPC URL, for a chain that goes on from there (--fork). Sits between adapters/cluster and
// chain/fork.
#pragma once

#include "adapters/cluster/cluster_chain.hpp"
#include "chain/fork.hpp"

namespace zestron::node {

class ClusterAccounts final : public chain::AccountSource {
 public:
  explicit ClusterAccounts(cluster::RpcClient client) : cluster_(std::move(client)) {}

  /// As confirmed there. A program comes with its code.
  std::expected<std::vector<chain::HostWrite>, std::string> fetch(std::span<const Pubkey> keys) override;

 private:
  /// Adds what is there to `found`.
  std::expected<void, std::string> add(std::span<const Pubkey> keys, std::vector<chain::HostWrite>& found);

  cluster::ClusterChain cluster_;
};

}  // namespace zestron::node
