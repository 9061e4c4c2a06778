#include "app/bench/rpc/websocket_client.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace zestron::bench {
namespace {

constexpr int kPatienceMs = 10'000;
constexpr unsigned kText = 0x81, kClose = 0x88, kMasked = 0x80;

struct Frame {
  unsigned head = 0;
  std::size_t begin = 0, size = 0;
};

// FIN and opcode 1 │ length 1, and 2 or 8 more for 126 and 127 │ payload; a server masks nothing (§5.2).
std::optional<Frame> whole_frame(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at])); };
  if (bytes.size() < 2) return std::nullopt;
  Frame frame{.head = static_cast<unsigned>(byte(0)), .begin = 2, .size = byte(1)};
  const std::size_t more = frame.size == 126 ? 2 : frame.size == 127 ? 8 : 0;
  if (bytes.size() < 2 + more) return std::nullopt;
  if (more > 0) frame.size = 0;
  for (std::size_t i = 0; i < more; ++i) frame.size = frame.size << 8U | byte(2 + i);
  frame.begin += more;
  if (bytes.size() - frame.begin < frame.size) return std::nullopt;
  return frame;
}

}  // namespace

std::expected<WebSocketClient, std::string> WebSocketClient::connect(std::uint16_t port) {
  auto socket = dial(port);
  if (!socket) return std::unexpected(socket.error());
  WebSocketClient client(*std::move(socket));
  constexpr std::string_view kUpgrade =
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  if (auto sent = write_all(client.socket_, kUpgrade); !sent) return std::unexpected(sent.error());
  std::size_t end = std::string::npos;
  while (end == std::string::npos) {
    if (!await_input(client.socket_, kPatienceMs)) return std::unexpected("the server does not answer the upgrade");
    if (auto read = read_some(client.socket_, client.received_); !read) return std::unexpected(read.error());
    end = client.received_.find("\r\n\r\n");
  }
  if (!client.received_.starts_with("HTTP/1.1 101 "))
    return std::unexpected("answered " + client.received_.substr(0, end));
  client.received_.erase(0, end + 4);
  return client;
}

std::expected<void, std::string> WebSocketClient::send(std::string_view text) {
  std::string frame{static_cast<char>(kText)};
  if (text.size() < 126) {
    frame += static_cast<char>(kMasked | text.size());
  } else {
    frame += static_cast<char>(kMasked | 126U);
    frame += static_cast<char>(text.size() >> 8U);
    frame += static_cast<char>(text.size() & 0xffU);
  }
  frame.append(4, '\0');  // a mask of zeroes leaves the text as it is
  return write_all(socket_, frame.append(text));
}

std::expected<void, std::string> WebSocketClient::receive(const std::function<void(std::string_view)>& text) {
  if (auto read = read_some(socket_, received_); !read) return read;
  std::string_view rest = received_;
  while (const auto frame = whole_frame(rest)) {
    const std::string_view payload = rest.substr(frame->begin, frame->size);
    if (frame->head == kClose)
      return std::unexpected("closed: " + std::string(payload.substr(std::min<std::size_t>(2, payload.size()))));
    if (frame->head == kText) text(payload);
    rest.remove_prefix(frame->begin + frame->size);
  }
  received_.erase(0, received_.size() - rest.size());
  return {};
}

}  // namespace zestron::bench
