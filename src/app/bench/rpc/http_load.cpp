#include "app/bench/rpc/http_load.hpp"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace zestron::bench {
namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr int kTickMs = 1;

struct Head {
  std::size_t size = 0, body = 0;  ///< bytes
};

/// nullopt while the header isn't whole. Of the header only what our server writes is understood.
std::expected<std::optional<Head>, std::string> parse_head(std::string_view text) {
  const auto end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  if (!text.starts_with("HTTP/1.1 200 "))
    return std::unexpected("answered " + std::string(text.substr(0, text.find('\r'))));
  constexpr std::string_view kName = "ontent-Length: ";
  const auto at = text.substr(0, end).find(kName);
  Head head{.size = end + 4, .body = 0};
  if (at != std::string_view::npos) std::from_chars(text.data() + at + kName.size(), text.data() + end, head.body);
  return head;
}

}  // namespace

std::string post_request(std::string_view body) {
  return fmt::format(
      "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      body.size(), body);
}

HttpLoad::HttpLoad(Descriptor epoll, std::vector<Connection> connections)
    : epoll_(std::move(epoll)), connections_(std::move(connections)) {}

std::expected<HttpLoad, std::string> HttpLoad::connect(std::uint16_t port, std::size_t connections) {
  auto epoll = make_epoll();
  if (!epoll) return std::unexpected(epoll.error());
  std::vector<Connection> made;
  for (std::size_t i = 0; i < connections; ++i) {
    auto socket = dial(port);
    if (!socket) return std::unexpected(socket.error());
    if (auto watched = watch(*epoll, *socket, i); !watched) return std::unexpected(watched.error());
    made.push_back({.socket = *std::move(socket)});
  }
  return HttpLoad(*std::move(epoll), std::move(made));
}

std::expected<bool, std::string> HttpLoad::receive(Connection& connection) {
  if (auto read = read_some(connection.socket, connection.received); !read) return std::unexpected(read.error());
  const auto head = parse_head(connection.received);
  if (!head) return std::unexpected(head.error());
  return *head && connection.received.size() >= (*head)->size + (*head)->body;
}

std::expected<void, std::string> HttpLoad::run(std::span<const std::string> requests, double per_second,
                                               const Answered& answered) {
  const auto began = Clock::now();
  const auto due = [&](std::size_t request) {
    return began + std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(request) / per_second * 1e9));
  };
  std::vector<std::size_t> idle;
  for (std::size_t i = connections_.size(); i-- > 0;) idle.push_back(i);
  std::size_t next = 0, done = 0;
  std::array<epoll_event, 64> events{};
  while (done < requests.size()) {
    const auto now = Clock::now();
    if (now - began > kPatience)
      return std::unexpected(fmt::format("{} of {} requests were answered in time", done, requests.size()));
    while (next < requests.size() && !idle.empty() && (per_second <= 0 || due(next) <= now)) {
      Connection& connection = connections_[idle.back()];
      idle.pop_back();
      connection.received.clear();
      connection.request = next;
      connection.since = per_second > 0 ? due(next) : Clock::now();
      if (auto sent = write_all(connection.socket, requests[next]); !sent) return sent;
      ++next;
    }
    const int ready = ::epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), kTickMs);
    for (int i = 0; i < ready; ++i) {
      const std::size_t at = events[static_cast<std::size_t>(i)].data.u64;
      Connection& connection = connections_[at];
      const auto whole = receive(connection);
      if (!whole) return std::unexpected(whole.error());
      if (!*whole) continue;
      const std::string_view text = connection.received;
      const auto taken =
          answered(connection.request, text.substr(text.find("\r\n\r\n") + 4), Clock::now() - connection.since);
      if (!taken) return taken;
      idle.push_back(at);
      ++done;
    }
  }
  return {};
}

}  // namespace zestron::bench
