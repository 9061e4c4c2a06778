// Solana's subscriptions: hears of slots from the chain, tells WebSocket clients. One thread does all of it, so that what a
// client sees is in order; the chain's threads and the I/O threads only put records and requests into its queue.
#pragma once

#include "chain/chain.hpp"
#include "chain_rpc/backend.hpp"
#include "chain_rpc/desk.hpp"
#include "infra/metrics/metrics.hpp"
#include "infra/net/server.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace zestron::chain_rpc {

class PubSub final : public chain::Observer {
 public:
  /// Waiting slots and requests. When it is full, every client is closed with a reason: they resubscribe, and nobody is left with
  /// a gap. (A slot takes well under a millisecond, so this means a machine that has stopped.)
  static constexpr std::size_t kQueueMax = 65'536;

  /// `backend` outlives this. Every call of a client passes the desk.
  PubSub(const Backend& backend, std::shared_ptr<Desk> desk);
  ~PubSub() override;  ///< stop()
  /// Ends the thread; what is still queued is dropped. Idempotent. Events and requests after it are ignored.
  void stop();

  void opened(Slot slot, Slot parent, Slot root) override;
  void reached(Commitment level, const std::shared_ptr<const chain::SlotRecord>& record) override;

  /// A new client at the address `from`; safe for any thread. The peer may outlive this.
  std::shared_ptr<net::Peer> connect(std::shared_ptr<net::WebSocket> socket, std::string from);

  void write(metrics::Page& page) const;  ///< any thread

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace zestron::chain_rpc
