// One HTTPS exchange with Hermes: connect, ask, read. Blocking for the thread that calls it; stop() from another ends any wait.
#pragma once

#include "adapters/hermes/hermes_market.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace zestron::hermes {

class Connection {
 public:
  explicit Connection(const HermesOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// False when `trusted_pem` is no certificate.
  [[nodiscard]] bool usable() const;

  /// Connects, verifies the host's certificate, sends GET `target` and reads the head of the answer. True for status 200. An
  /// earlier exchange is dropped. `timeout` bounds all of it.
  bool get(const std::string& target, std::string_view accept, std::chrono::milliseconds timeout);
  /// The next bytes of the body, valid until the next call; empty at its end, after `timeout`, or when the connection broke.
  std::string_view read_some(std::chrono::milliseconds timeout);

  /// Any thread; for good.
  void stop();
  [[nodiscard]] bool stopped() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zestron::hermes
