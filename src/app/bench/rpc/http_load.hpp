// HTTP/1.1 to one server over kept connections, each with one request under way: the load of `zestron bench rpc`. One thread and
// bare sockets, so that little of what is measured is the generator's own.
#pragma once

#include "app/bench/rpc/socket.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::bench {

/// A whole POST of `body`, header included.
std::string post_request(std::string_view body);

class HttpLoad {
 public:
  /// `late` runs from when the request was due (with a rate) or was sent (without). The body's view lives during the call.
  using Answered = std::function<std::expected<void, std::string>(std::size_t request, std::string_view body,
                                                                  std::chrono::nanoseconds late)>;

  static std::expected<HttpLoad, std::string> connect(std::uint16_t port, std::size_t connections);

  /// Sends `requests` in order, the next one over whichever connection is free. With `per_second` above 0 request i is due
  /// i / per_second after the start and waits for a free connection from then on. Fails on an answer that is not HTTP 200, on
  /// whatever `answered` fails with, and after a minute.
  std::expected<void, std::string> run(std::span<const std::string> requests, double per_second,
                                       const Answered& answered);

 private:
  using Clock = std::chrono::steady_clock;
  struct Connection {
    Descriptor socket;
    std::string received{};
    std::size_t request = 0;
    Clock::time_point since{};
  };

  HttpLoad(Descriptor epoll, std::vector<Connection> connections);
  /// Reads what is there; true when the answer is whole.
  std::expected<bool, std::string> receive(Connection& connection);

  Descriptor epoll_;
  std::vector<Connection> connections_;
};

}  // namespace zestron::bench
