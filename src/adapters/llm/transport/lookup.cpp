#include "adapters/llm/transport/lookup.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netdb.h>

#include <cstring>
#include <thread>
#include <utility>

namespace zestron::llm {
namespace {

namespace asio = boost::asio;
using Endpoints = std::vector<asio::ip::tcp::endpoint>;

Endpoints ask_system(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &list) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(list, ::freeaddrinfo);
  Endpoints out;
  for (const auto* at = list; at != nullptr; at = at->ai_next) {
    asio::ip::tcp::endpoint endpoint;
    if (at->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), at->ai_addr, at->ai_addrlen);
    endpoint.resize(at->ai_addrlen);
    out.push_back(endpoint);
  }
  return out;
}

struct Waiting {
  explicit Waiting(asio::io_context& io) : ready(io) {}
  asio::steady_timer ready;
  Endpoints endpoints;
};

}  // namespace

asio::awaitable<Endpoints> look_up(std::shared_ptr<asio::io_context> io, std::string host, std::string port,
                                   std::chrono::steady_clock::time_point due) {
  boost::system::error_code ec;
  if (const auto address = asio::ip::make_address(host, ec); !ec)
    co_return Endpoints{{address, static_cast<std::uint16_t>(std::stoul(port))}};
  auto waiting = std::make_shared<Waiting>(*io);
  waiting->ready.expires_at(due);
  // Detached on purpose; it keeps the io_context alive and touches nothing else until it is back on it.
  std::thread([io, host, port, weak = std::weak_ptr(waiting)] {
    auto endpoints = ask_system(host, port);
    asio::post(*io, [weak, found = std::move(endpoints)]() mutable {
      const auto still = weak.lock();
      if (!still) return;
      still->endpoints = std::move(found);
      still->ready.cancel();
    });
  }).detach();
  co_await waiting->ready.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  co_return std::move(waiting->endpoints);
}

}  // namespace zestron::llm
