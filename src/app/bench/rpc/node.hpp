// The node that `zestron bench rpc` measures: chain, RPC and PubSub of one process, wired as the real one, with what a client
// needs to count its transactions.
#pragma once

#include "app/bench/scratch.hpp"
#include "chain/chain.hpp"
#include "chain_rpc/server.hpp"
#include "infra/net/server.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

namespace zestron::bench {

class BenchNode {
 public:
  /// Runs on slots of `source`. `observer` may be null.
  static std::expected<std::unique_ptr<BenchNode>, std::string> start(const std::string& genesis_json,
                                                                      std::shared_ptr<chain::SlotSource> source,
                                                                      std::shared_ptr<chain::Observer> observer);
  ~BenchNode();
  BenchNode(const BenchNode&) = delete;
  BenchNode& operator=(const BenchNode&) = delete;

  [[nodiscard]] std::uint16_t rpc_port() const { return server_->port(); }
  [[nodiscard]] std::uint16_t pubsub_port() const { return static_cast<std::uint16_t>(server_->port() + 1); }
  std::expected<Hash, std::string> blockhash();

 private:
  BenchNode() : scratch_("rpc"), loop_(2) {}

  Scratch scratch_;
  net::Loop loop_;
  std::unique_ptr<chain::Chain> chain_;
  std::unique_ptr<chain_rpc::Server> server_;
};

}  // namespace zestron::bench
