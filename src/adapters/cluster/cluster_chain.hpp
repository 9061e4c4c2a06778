// A Solana cluster behind an RPC URL as a ports::Chain: what the embedded chain is in process, this is over the wire.
#pragma once

#include "adapters/cluster/rpc_client.hpp"
#include "ports/chain.hpp"

#include <mutex>

namespace zestron::cluster {

class ClusterChain final : public ports::Chain {
 public:
  explicit ClusterChain(RpcClient client) : client_(std::move(client)) {}

  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment commitment) override;
  ports::ChainOutcome<ports::Tip> tip(Commitment commitment) override;
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& key, Commitment commitment) override;
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t data_size) override;
  /// Preflights at `confirmed`; kRejected carries the simulation's error and its last log lines.
  ports::ChainOutcome<Signature> send(ByteView wire) override;
  ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after) override;
  ports::ChainOutcome<ports::Sighting> sight(const Signature& signature) override;
  ports::ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey> accounts) override;

  /// At most 100 at once, each as account() answers.
  ports::ChainOutcome<std::vector<std::optional<ports::AccountState>>> accounts(std::span<const Pubkey> keys,
                                                                                Commitment commitment);
  [[nodiscard]] const std::string& url() const { return client_.url(); }
  /// For methods the port does not have. Serialised with the port's own calls.
  std::expected<nlohmann::json, RpcFailure> call(std::string_view method, const nlohmann::json& params);

 private:
  std::mutex mutex_;
  RpcClient client_;
};

}  // namespace zestron::cluster
