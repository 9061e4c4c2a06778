// Sends transactions and waits until they are confirmed, or until they can no longer land: one, or many at once over
// several connections.
#pragma once

#include "adapters/cluster/cluster_chain.hpp"
#include "codec/transaction/instruction.hpp"
#include "codec/transaction/keypair.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace zestron::deploy {

class Sender {
 public:
  /// `payer` outlives the sender.
  static std::expected<Sender, std::string> connect(const std::string& url, const codec::Keypair& payer);

  [[nodiscard]] cluster::ClusterChain& chain() const { return *lanes_.front(); }

  /// With preflight. The error carries the program's last log lines.
  std::expected<Signature, std::string> send(std::span<const codec::Instruction> instructions,
                                             std::span<const codec::Keypair* const> others = {});
  /// The simulation's error and log, or nothing when it would succeed.
  std::expected<std::optional<std::string>, std::string> try_out(std::span<const codec::Instruction> instructions);

  /// One transaction each, signed by the payer alone, without preflight. Returns when all were confirmed or their
  /// blockhash expired; which of them landed is for the caller to read from the chain. `progress` gets the number
  /// confirmed so far.
  std::expected<void, std::string> send_all(std::span<const codec::Instruction> instructions,
                                            const std::function<void(std::size_t)>& progress);

 private:
  Sender(std::vector<std::unique_ptr<cluster::ClusterChain>> lanes, const codec::Keypair& payer)
      : lanes_(std::move(lanes)), payer_(&payer) {}

  std::vector<std::unique_ptr<cluster::ClusterChain>> lanes_;
  const codec::Keypair* payer_;
};

}  // namespace zestron::deploy
