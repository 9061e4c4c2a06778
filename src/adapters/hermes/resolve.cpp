#include "adapters/hermes/resolve.hpp"

#include <netdb.h>
#include <netinet/in.h>

#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>

namespace zestron::hermes {
namespace {

using Endpoint = boost::asio::ip::tcp::endpoint;

// `stop` has no condition variable of its own: this is how late it is seen.
constexpr std::chrono::milliseconds kLook{50};

std::vector<Endpoint> ask_system(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &list) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(list, ::freeaddrinfo);
  std::vector<Endpoint> out;
  for (const auto* at = list; at != nullptr; at = at->ai_next) {
    Endpoint endpoint;
    if (at->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), at->ai_addr, at->ai_addrlen);
    endpoint.resize(at->ai_addrlen);
    out.push_back(endpoint);
  }
  return out;
}

struct Answer {
  std::mutex mutex;
  std::condition_variable ready;
  bool done = false;
  std::vector<Endpoint> endpoints;
};

}  // namespace

std::vector<Endpoint> resolve(const std::string& host, const std::string& port, std::chrono::milliseconds timeout,
                              const std::atomic<bool>& stop) {
  auto answer = std::make_shared<Answer>();
  // Detached on purpose: it owns all it touches, and a getaddrinfo that hangs must not hold up whoever asked.
  std::thread([answer, host, port] {
    auto endpoints = ask_system(host, port);
    const std::lock_guard lock(answer->mutex);
    answer->endpoints = std::move(endpoints);
    answer->done = true;
    answer->ready.notify_all();
  }).detach();
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::unique_lock lock(answer->mutex);
  while (!answer->done && !stop && std::chrono::steady_clock::now() < deadline) {
    answer->ready.wait_until(lock, std::min(deadline, std::chrono::steady_clock::now() + kLook));
  }
  return answer->done ? answer->endpoints : std::vector<Endpoint>{};
}

}  // namespace zestron::hermes
