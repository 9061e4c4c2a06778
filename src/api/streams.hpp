// Telemetry over /ws: what happens in a node, in one order, to whoever subscribed. Each message is numbered and serialised once; the
// newest are kept, so that a client that comes back goes on where it was.
//
//   ► {"id":1,"subscribe":["intents"],"agent":ADDRESS?,"from":SEQ?,"run":RUN?}   ◄ {"id":1,"subscribed":[…],"run":RUN,"oldest":…,"next":…}
//   ► {"id":2,"unsubscribe":["intents"]}                                          ◄ {"id":2,"unsubscribed":[…]}
//   ◄ {"stream":"intents","seq":17,"data":{…}}          ◄ {"gap":{"asked":3,"oldest":9}}       ◄ {"id":1,"error":{problem}}
#pragma once

#include "infra/net/server.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::api {

inline constexpr std::array<std::string_view, 5> kStreams{"slots", "agents", "intents", "approvals", "backtests"};

/// Thread-safe. A client that does not read as fast as things happen is closed as a slow reader (net::Limits).
class Streams : public std::enable_shared_from_this<Streams> {
 public:
  /// `run` tells one process of the node from another; numbers begin at 1 in each. So many messages and bytes are kept.
  explicit Streams(std::string run, std::size_t kept_max = 8'192, std::size_t kept_bytes_max = std::size_t{8} << 20);
  ~Streams();

  /// `agent` in base58, empty: of none. Queues, waits for no client.
  void publish(std::string_view stream, std::string_view agent, const nlohmann::json& data);
  /// A client; subscribed to nothing yet.
  std::shared_ptr<net::Peer> connect(std::shared_ptr<net::WebSocket> socket);

 private:
  class Client;
  struct Kept {
    std::uint64_t sequence;
    std::string_view stream;  // of kStreams
    std::string agent;
    std::shared_ptr<const std::string> text;
  };
  void subscribe(Client& client, const nlohmann::json& request, const nlohmann::json& id);
  void remove(const Client* client);

  const std::string run_;
  const std::size_t kept_max_, kept_bytes_max_;
  std::mutex mutex_;
  std::uint64_t next_ = 1;
  std::size_t kept_bytes_ = 0;
  std::deque<Kept> kept_;
  std::vector<std::weak_ptr<Client>> clients_;
};

}  // namespace zestron::api
