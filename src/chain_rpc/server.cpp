#include "chain_rpc/server.hpp"

#include "chain_rpc/chain_backend.hpp"
#include "chain_rpc/http.hpp"
#include "chain_rpc/pubsub/pubsub.hpp"
#include "chain_rpc/workers.hpp"
#include "infra/net/origin.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace zestron::chain_rpc {
namespace {

/// For calls that wait when the server stops, and again for clients to take what they are told; both end in milliseconds as a rule.
constexpr std::chrono::seconds kPatience{2};
constexpr int kPairAttempts = 32;  // a free port whose successor is taken: try the next free one

class PubSubService final : public net::Service {
 public:
  explicit PubSubService(std::shared_ptr<PubSub> pubsub) : pubsub_(std::move(pubsub)) {}
  void handle(net::Request, net::Respond respond) override {
    respond({.status = 426,
             .content_type = "text/plain; charset=utf-8",
             .body = "This port speaks WebSocket; JSON-RPC over HTTP is one port below\n",
             .headers = {{"upgrade", "websocket"}}});
  }
  std::shared_ptr<net::Peer> connect(const net::Request& request, std::shared_ptr<net::WebSocket> socket) override {
    return pubsub_->connect(std::move(socket), request.client);
  }

 private:
  std::shared_ptr<PubSub> pubsub_;
};

struct Pair {
  std::unique_ptr<net::Server> rpc, pubsub;
};

net::Result<Pair> listen_once(net::Loop& loop, const Options& options, const std::shared_ptr<net::Service>& rpc,
                              const std::shared_ptr<net::Service>& pubsub) {
  net::Options at{.address = options.address,
                  .port = options.port,
                  .port_flag = options.port_flag,
                  .any_origin = true,
                  .token = options.token,
                  .tls = options.tls};
  auto first = net::Server::listen(loop, at, rpc);
  if (!first) return std::unexpected(std::move(first.error()));
  at.port = static_cast<std::uint16_t>((*first)->port() + 1);
  auto second = net::Server::listen(loop, at, pubsub);
  if (!second) return std::unexpected(std::move(second.error()));
  return Pair{.rpc = std::move(*first), .pubsub = std::move(*second)};
}

net::Result<Pair> listen_pair(net::Loop& loop, const Options& options, const std::shared_ptr<net::Service>& rpc,
                              const std::shared_ptr<net::Service>& pubsub) {
  auto pair = listen_once(loop, options, rpc, pubsub);
  for (int i = 1; !pair && options.port == 0 && i < kPairAttempts; ++i) pair = listen_once(loop, options, rpc, pubsub);
  return pair;
}

}  // namespace

struct Server::Impl {
  Impl(std::unique_ptr<Backend> given, const Options& options)
      : backend(std::move(given)),
        desk(std::make_shared<Desk>(options.desk)),
        workers(std::make_shared<Workers>(options.workers, options.queue_max)),
        pubsub(std::make_shared<PubSub>(*backend, desk)) {}

  void stop() {
    if (std::exchange(stopped, true)) return;
    if (pair.rpc) pair.rpc->stop();
    if (pair.pubsub) pair.pubsub->stop();
    workers->drain(kPatience);
    workers->stop();
    // The answers are on their way, and so is the word to listeners that this is the end.
    if (pair.rpc) pair.rpc->wait_ended(kPatience);
    if (pair.pubsub) pair.pubsub->wait_ended(kPatience);
    pubsub->stop();
  }

  std::shared_ptr<Backend> backend;
  std::shared_ptr<Desk> desk;
  std::shared_ptr<Workers> workers;
  std::shared_ptr<PubSub> pubsub;
  Pair pair;
  bool stopped = false;
};

net::Result<std::unique_ptr<Server>> Server::open(net::Loop& loop, chain::Chain& chain, Options options) {
  auto backend = make_chain_backend(chain, options.genesis_label);
  if (!backend)
    return fail(net::NetCode::kService, "the Solana runtime of this build does not work: " + backend.error().message);
  auto impl = std::make_unique<Impl>(std::move(*backend), options);
  const Caller self{.loopback_server = net::is_loopback_host(options.address),
                    .rpc_address = fmt::format("{}:{}", options.address, options.port),
                    .pubsub_address = fmt::format("{}:{}", options.address, options.port + 1)};
  auto pair = listen_pair(loop, options, make_http_service(impl->backend, impl->workers, impl->desk, self),
                          std::make_shared<PubSubService>(impl->pubsub));
  if (!pair) return std::unexpected(std::move(pair.error()));
  impl->pair = std::move(*pair);
  chain.observe(impl->pubsub);
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(); }
std::uint16_t Server::port() const { return impl_->pair.rpc->port(); }
void Server::stop() { impl_->stop(); }

void Server::write(metrics::Page& page) const {
  impl_->desk->meter.write(page);
  page.gauge("zestron_rpc_waiting", "Requests that wait for a worker.");
  page.sample({}, std::uint64_t{impl_->workers->waiting()});
  page.gauge("zestron_rpc_waiting_max", "Bound of that queue; beyond: HTTP 429.");
  page.sample({}, std::uint64_t{impl_->workers->queue_max()});
  page.gauge("zestron_connections", "Open connections of a listener.");
  page.sample({{"listener", "rpc"}}, std::uint64_t{impl_->pair.rpc->connections()});
  page.sample({{"listener", "pubsub"}}, std::uint64_t{impl_->pair.pubsub->connections()});
  page.gauge("zestron_connections_max", "Beyond, a new connection is closed at once.");
  page.sample({}, std::uint64_t{net::Limits{}.connections_max});
  impl_->pubsub->write(page);
}

}  // namespace zestron::chain_rpc
