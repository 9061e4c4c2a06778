#include "app/bench/rpc/socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace zestron::bench {
namespace {

std::unexpected<std::string> failed(std::string what) {
  return std::unexpected(std::move(what) + ": " + std::strerror(errno));
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}
Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

std::expected<Descriptor, std::string> dial(std::uint16_t port) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.number() < 0) return failed("no socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return failed("cannot connect");
  const int on = 1;
  ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::fcntl(socket.number(), F_SETFL, O_NONBLOCK) != 0) return failed("fcntl");
  return socket;
}

std::expected<void, std::string> write_all(const Descriptor& socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (!would_block()) return failed("cannot send");
    pollfd room{.fd = socket.number(), .events = POLLOUT, .revents = 0};
    ::poll(&room, 1, 1'000);
  }
  return {};
}

std::expected<void, std::string> read_some(const Descriptor& socket, std::string& into) {
  std::array<char, 65'536> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): overwritten by recv
  const ssize_t got = ::recv(socket.number(), chunk.data(), chunk.size(), 0);
  if (got == 0) return std::unexpected("the server closed the connection");
  if (got < 0) {
    if (would_block()) return {};
    return failed("cannot receive");
  }
  into.append(chunk.data(), static_cast<std::size_t>(got));
  return {};
}

bool await_input(const Descriptor& socket, int timeout_ms) {
  pollfd input{.fd = socket.number(), .events = POLLIN, .revents = 0};
  return ::poll(&input, 1, timeout_ms) == 1;
}

std::expected<Descriptor, std::string> make_epoll() {
  Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (epoll.number() < 0) return failed("no epoll");
  return epoll;
}

std::expected<void, std::string> watch(const Descriptor& epoll, const Descriptor& socket, std::uint64_t tag) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = tag;
  if (::epoll_ctl(epoll.number(), EPOLL_CTL_ADD, socket.number(), &event) != 0) return failed("epoll_ctl");
  return {};
}

}  // namespace zestron::bench
