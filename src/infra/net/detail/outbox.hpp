// What waits for one WebSocket client: a bounded queue that any thread fills and the session empties. Private to infra/net.
#pragma once

#include "infra/net/server.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace zestron::net::detail {

enum class CloseCode : std::uint16_t { kGoingAway = 1001, kInvalidPayload = 1007, kPolicy = 1008 };  // RFC 6455 §7.4.1

class Outbox final : public WebSocket {
 public:
  Outbox(std::size_t messages_max, std::size_t bytes_max) : messages_max_(messages_max), bytes_max_(bytes_max) {}

  void send(Text text) override;
  void close(std::string reason) override { end(CloseCode::kPolicy, std::move(reason)); }

  /// Nothing is accepted any more; what is queued still goes out.
  void end(CloseCode code, std::string reason);
  /// The client is gone: forgets the queue and the callback.
  void discard();
  /// `work` is called, from any thread, when there is something to take or the box was closed; at once if there is already.
  void on_work(std::function<void()> work);
  /// The next text; after nullopt `work` is called again for the one that follows.
  std::optional<Text> take();
  [[nodiscard]] bool closing() const;
  [[nodiscard]] std::pair<CloseCode, std::string> close_reason() const;

 private:
  static std::size_t size_of(const Text& text) { return (text.body ? text.body->size() : 0) + text.tail.size(); }
  void wake(std::unique_lock<std::mutex> lock);

  const std::size_t messages_max_;
  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::deque<Text> queue_;
  std::size_t bytes_ = 0;
  std::function<void()> work_;
  bool idle_ = true;  ///< the session has seen the box empty and waits for work_
  bool closing_ = false;
  CloseCode code_ = CloseCode::kPolicy;
  std::string reason_;
};

}  // namespace zestron::net::detail
