// Solana's JSON-RPC and PubSub over the embedded chain: the whole of chain_rpc, as the node starts it.
#pragma once

#include "base/result.hpp"
#include "chain/chain.hpp"
#include "chain_rpc/desk.hpp"
#include "infra/metrics/metrics.hpp"
#include "infra/net/server.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace zestron::chain_rpc {

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8899;              ///< PubSub is on the next one, where clients look for it; 0 picks a free pair
  std::string port_flag = "--rpc-port";   ///< named when one of them is taken
  std::string genesis_label = "zestron";  ///< that the chain's keys were derived from
  unsigned workers = 2;
  std::size_t queue_max = 4'096;  ///< calls waiting for a worker; beyond: HTTP 429
  DeskOptions desk{};
  std::string token{};  ///< both asked for by whoever listens on more than loopback; infra/net says how they are given
  net::TlsFiles tls{};
};

class Server {
 public:
  /// Listens and subscribes to the chain, so call it before Chain::start. `loop` and `chain` outlive the server.
  static net::Result<std::unique_ptr<Server>> open(net::Loop& loop, chain::Chain& chain, Options options);
  ~Server();  ///< stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// Refuses new connections, answers the calls that have come, tells listeners that this is the end, and waits for clients to take
  /// it, some seconds at the most. Not on the loop's threads. After it the chain may stop. Idempotent.
  void stop();
  /// Calls, queues and connections; any thread.
  void write(metrics::Page& page) const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zestron::chain_rpc
