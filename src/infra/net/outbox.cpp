#include "infra/net/detail/outbox.hpp"

namespace zestron::net::detail {
namespace {
constexpr std::size_t kReasonMax = 123;  // RFC 6455 §5.5: a control frame holds 125 bytes, two are the code
}

void Outbox::wake(std::unique_lock<std::mutex> lock) {
  if (!work_ || !idle_) return;
  idle_ = false;
  const auto work = work_;
  lock.unlock();
  work();
}

void Outbox::send(Text text) {
  std::unique_lock lock(mutex_);
  if (closing_) return;
  const std::size_t size = size_of(text);
  if (queue_.size() >= messages_max_ || size > bytes_max_ - bytes_) {
    const std::size_t waiting = queue_.size();
    queue_.clear();
    bytes_ = 0;
    lock.unlock();
    return end(CloseCode::kPolicy, "slow reader: " + std::to_string(waiting) + " messages were waiting");
  }
  bytes_ += size;
  queue_.push_back(std::move(text));
  wake(std::move(lock));
}

void Outbox::end(CloseCode code, std::string reason) {
  std::unique_lock lock(mutex_);
  if (closing_) return;
  closing_ = true;
  code_ = code;
  reason_ = std::move(reason);
  reason_.resize(std::min(reason_.size(), kReasonMax));
  idle_ = true;  // a write in flight must not hide the end: its client may never read
  wake(std::move(lock));
}

void Outbox::discard() {
  const std::lock_guard lock(mutex_);
  closing_ = true;
  queue_.clear();
  bytes_ = 0;
  work_ = nullptr;
}

void Outbox::on_work(std::function<void()> work) {
  std::unique_lock lock(mutex_);
  work_ = std::move(work);
  if (!queue_.empty() || closing_) wake(std::move(lock));
}

std::optional<Text> Outbox::take() {
  const std::lock_guard lock(mutex_);
  if (queue_.empty()) {
    idle_ = true;
    return std::nullopt;
  }
  Text text = std::move(queue_.front());
  queue_.pop_front();
  bytes_ -= size_of(text);
  return text;
}

bool Outbox::closing() const {
  const std::lock_guard lock(mutex_);
  return closing_;
}

std::pair<CloseCode, std::string> Outbox::close_reason() const {
  const std::lock_guard lock(mutex_);
  return {code_, reason_};
}

}  // namespace zestron::net::detail
