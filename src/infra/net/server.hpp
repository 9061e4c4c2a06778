// HTTP/1.1 and WebSocket listeners on a shared pool of I/O threads. Bottom of everything that speaks to clients (chain_rpc,
// api); knows nothing of what is served. Everything a client sends or leaves lying is bounded by Limits.
#pragma once

#include "base/result.hpp"
#include "infra/net/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace zestron::net {

enum class NetCode : std::uint16_t {
  kAddressInUse = 1,  ///< the message names the holder, if /proc shows it, and the flag that moves us
  kAddress = 2,       ///< not an address of this machine, or no right to listen there
  kService = 3,       ///< what is to be served cannot start; the message says why
  kExposed = 4,       ///< not loopback, and without TLS or token
  kTls = 5,           ///< certificate or key cannot be used; the message says which file
};

template <class T>
using Result = Outcome<T, NetCode>;

/// The I/O threads. Outlives every Server made with it; stop the servers first, then whoever still answers requests.
class Loop {
 public:
  explicit Loop(unsigned threads);
  ~Loop();  ///< stop()
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  /// Lets running operations end and joins. Idempotent.
  void stop();

  struct Impl;
  [[nodiscard]] const std::shared_ptr<Impl>& impl() const { return impl_; }

 private:
  std::shared_ptr<Impl> impl_;
};

struct Limits {
  std::size_t connections_max = 1'024;                   ///< further ones are closed at once
  std::size_t header_bytes_max = std::size_t{8} * 1024;  ///< beyond: 431
  std::size_t body_bytes_max = std::size_t{256} * 1024;  ///< beyond: 413
  std::chrono::seconds request_timeout{30};  ///< from the first byte of a request to its last, and to write the answer
  std::chrono::seconds idle_timeout{75};     ///< between requests of a kept connection
  std::size_t message_bytes_max = std::size_t{64} * 1024;  ///< of one WebSocket message from a client; beyond: closed
  std::size_t outgoing_messages_max = 16'384;  ///< waiting for one WebSocket client; beyond: closed as a slow reader
  std::size_t outgoing_bytes_max = std::size_t{64} * 1024 * 1024;
};

/// PEM files: a certificate with the chain behind it, and its key.
struct TlsFiles {
  std::string certificate{}, key{};
  [[nodiscard]] bool empty() const { return certificate.empty() && key.empty(); }
};

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;            ///< 0: any free one, see Server::port
  std::string port_flag = "--port";  ///< named when the port is taken
  Limits limits{};
  /// Answers OPTIONS and marks every answer so that pages of any origin may call; only for what is public anyway.
  bool any_origin = false;
  /// Asked of every request when not empty: `Authorization: Bearer TOKEN`, or the first part of the URL's path. Both this and `tls` are
  /// wanted of whoever listens on more than loopback.
  std::string token{};
  TlsFiles tls{};
};

/// A text for a WebSocket client. `body` is shared between clients, `tail` is this client's own end of it.
struct Text {
  std::shared_ptr<const std::string> body{};
  std::string tail{};
};

/// One WebSocket client; thread-safe, and harmless once the client is gone.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  /// Queues; texts of one thread arrive in order. A client whose queue is full is closed ("slow reader").
  virtual void send(Text text) = 0;
  /// Sends what is queued, then a close frame with `reason` (at most 123 bytes), code 1008.
  virtual void close(std::string reason) = 0;
};

/// What a service keeps per WebSocket client. Calls come one at a time, on I/O threads; they must not block.
class Peer {
 public:
  virtual ~Peer() = default;
  /// A whole text message; the view lives during the call.
  virtual void message(std::string_view text) = 0;
  /// Last call.
  virtual void closed() = 0;
};

/// Gives the answer; call once, from any thread. Dropping it uncalled closes the connection.
using Respond = std::function<void(Response)>;

class Service {
 public:
  virtual ~Service() = default;
  /// On an I/O thread; must not block.
  virtual void handle(Request request, Respond respond) = 0;
  /// A client asks for a WebSocket; nullptr refuses (the request then goes to handle()).
  // NOLINTNEXTLINE(performance-unnecessary-value-param): for those that keep it
  virtual std::shared_ptr<Peer> connect(const Request&, std::shared_ptr<WebSocket>) { return nullptr; }
};

class Server {
 public:
  static Result<std::unique_ptr<Server>> listen(Loop& loop, Options options, std::shared_ptr<Service> service);
  ~Server();  ///< stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;  ///< open now
  /// Accepts no more and ends every connection: at once, or with the answer to a request that has come; WebSocket clients are told
  /// that the server goes away. Idempotent.
  void stop();
  /// After stop(), and not on the loop's threads: until every connection has ended; false when some have not after `patience`.
  bool wait_ended(std::chrono::milliseconds patience);

 private:
  struct Impl;
  explicit Server(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace zestron::net
