// The client's end of a WebSocket as the load generator needs it: opens, sends one short text, reads whole texts (RFC 6455).
#pragma once

#include "app/bench/rpc/socket.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>

namespace zestron::bench {

class WebSocketClient {
 public:
  static std::expected<WebSocketClient, std::string> connect(std::uint16_t port);

  [[nodiscard]] const Descriptor& socket() const { return socket_; }
  /// At most 65,535 bytes.
  std::expected<void, std::string> send(std::string_view text);
  /// Reads what is there; `text` is called for each whole message, in order. A close frame is an error with its reason.
  std::expected<void, std::string> receive(const std::function<void(std::string_view)>& text);

 private:
  explicit WebSocketClient(Descriptor socket) : socket_(std::move(socket)) {}

  Descriptor socket_;
  std::string received_{};
};

}  // namespace zestron::bench
