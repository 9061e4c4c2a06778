// WebSocket frames of a client, byte for byte, against a running server: what the service hears is what a plain reading of RFC 6455
// finds in the bytes before the first thing that is forbidden, and the server is there for the next client.
#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "infra/net/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace zestron;

constexpr std::size_t kMessageBytesMax = 512;

// ---- the reference ----

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xc2 ? 0
                               : first < 0xe0 ? 2
                               : first < 0xf0 ? 3
                               : first < 0xf5 ? 4
                                              : 0;
    if (length == 0 || at + length > text.size()) return false;
    for (std::size_t i = 1; i < length; ++i) {
      if ((byte(at + i) & 0xc0) != 0x80) return false;
    }
    if (first == 0xe0 && byte(at + 1) < 0xa0) return false;  // could be shorter
    if (first == 0xed && byte(at + 1) > 0x9f) return false;  // half of a surrogate pair
    if (first == 0xf0 && byte(at + 1) < 0x90) return false;
    if (first == 0xf4 && byte(at + 1) > 0x8f) return false;  // beyond Unicode
    at += length;
  }
  return true;
}

struct Frame {
  bool fin = false;
  unsigned opcode = 0;
  std::string payload;
};

/// The next whole, allowed frame; false at the end and at what is forbidden.
bool take_frame(ByteView& bytes, Frame& frame) {
  if (bytes.size() < 2) return false;
  frame.fin = (bytes[0] & 0x80) != 0;
  frame.opcode = bytes[0] & 0x0f;
  const bool control = frame.opcode >= 8;
  const bool known = frame.opcode <= 2 || (frame.opcode >= 8 && frame.opcode <= 10);
  const bool masked = (bytes[1] & 0x80) != 0;
  std::uint64_t length = bytes[1] & 0x7f;
  if ((bytes[0] & 0x70) != 0 || !known || !masked || (control && (!frame.fin || length > 125))) return false;
  std::size_t at = 2;
  if (length >= 126) {
    const std::size_t wide = length == 126 ? 2 : 8;
    if (bytes.size() < at + wide) return false;
    length = 0;
    for (std::size_t i = 0; i < wide; ++i) length = length << 8 | bytes[at + i];
    at += wide;
    if (length < (wide == 2 ? 126U : 65'536U)) return false;  // not in its shortest form
  }
  if (bytes.size() < at + 4 || length > bytes.size() - at - 4) return false;
  const ByteView mask = bytes.subspan(at, 4);
  frame.payload.clear();
  for (std::uint64_t i = 0; i < length; ++i) frame.payload += static_cast<char>(bytes[at + 4 + i] ^ mask[i % 4]);
  bytes = bytes.subspan(at + 4 + length);
  return true;
}

std::vector<std::string> texts_in(ByteView bytes) {
  std::vector<std::string> texts;
  std::string message;
  unsigned kind = 0;  // of the message that is being put together; 0: none
  for (Frame frame; take_frame(bytes, frame);) {
    if (frame.opcode == 8) break;
    if (frame.opcode > 8) continue;
    if ((frame.opcode == 0) != (kind != 0)) break;
    if (kind == 0) kind = frame.opcode, message.clear();
    message += frame.payload;
    if (message.size() > kMessageBytesMax) break;
    if (!frame.fin) continue;
    if (kind == 1 && !is_utf8(message)) break;
    if (kind == 1) texts.push_back(message);
    kind = 0;
  }
  return texts;
}

// ---- the server ----

class Listener final : public net::Service {
 public:
  void handle(net::Request, net::Respond respond) override { respond({}); }
  std::shared_ptr<net::Peer> connect(const net::Request&, std::shared_ptr<net::WebSocket>) override {
    struct Peer final : net::Peer {
      explicit Peer(Listener& listener) : listener(listener) {}
      void message(std::string_view text) override {
        const std::lock_guard lock(listener.mutex_);
        listener.heard_.emplace_back(text);
      }
      void closed() override {
        const std::lock_guard lock(listener.mutex_);
        listener.closed_ = true;
        listener.changed_.notify_all();
      }
      Listener& listener;
    };
    return std::make_shared<Peer>(*this);
  }

  /// All that one client said, once it is gone.
  std::vector<std::string> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_; });
    closed_ = false;
    return std::exchange(heard_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> heard_;
  bool closed_ = false;
};

struct Running {
  net::Loop loop{1};
  std::shared_ptr<Listener> listener = std::make_shared<Listener>();
  std::unique_ptr<net::Server> server =
      std::move(net::Server::listen(loop, {.limits = {.message_bytes_max = kMessageBytesMax}}, listener).value());
};

void write_all(int socket, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ::ssize_t sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server closed at something forbidden
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
}

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ZESTRON_ASSERT(::connect(socket, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0);
  constexpr std::string_view kHandshake =
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  write_all(socket, kHandshake.data(), kHandshake.size());
  std::string answer;
  for (char letter = 0; !answer.ends_with("\r\n\r\n") && ::recv(socket, &letter, 1, 0) == 1;) answer += letter;
  ZESTRON_ASSERT(answer.starts_with("HTTP/1.1 101"));
  return socket;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Running& running = *new Running;  // for all inputs; its threads outlive main
  const int socket = connect_to(running.server->port());
  write_all(socket, data, size);
  ::shutdown(socket, SHUT_WR);
  for (char rest[256]; ::recv(socket, rest, sizeof rest, 0) > 0;) {
  }
  ::close(socket);
  ZESTRON_ASSERT(running.listener->take() == texts_in({data, size}));
  return 0;
}
