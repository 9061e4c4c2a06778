// The io_context behind Loop and the threads that run it. Private to infra/net.
#pragma once

#include "infra/net/detail/asio.hpp"
#include "infra/net/server.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <thread>
#include <vector>

namespace zestron::net {

struct Loop::Impl {
  explicit Impl(unsigned count) : context(static_cast<int>(count)), guard(context.get_executor()) {
    threads.reserve(count);
    for (unsigned i = 0; i < count; ++i) threads.emplace_back([this] { context.run(); });
  }
  ~Impl() { stop(); }

  void stop() {
    guard.reset();
    for (auto& thread : threads) thread.join();
    threads.clear();
    // Answers posted while the threads ended hold their sessions, and those hold us: let them run to nothing.
    context.restart();
    context.poll();
  }

  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> guard;
  std::vector<std::thread> threads;
};

}  // namespace zestron::net
