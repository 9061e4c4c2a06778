#include "chain_rpc/workers.hpp"

#include <utility>

namespace zestron::chain_rpc {

Workers::Workers(unsigned threads, std::size_t queue_max) : queue_max_(queue_max) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() { stop(); }

bool Workers::submit(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (draining_ || stopped_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(task));
  }
  ready_.notify_one();
  return true;
}

std::size_t Workers::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Workers::run() {
  while (true) {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
    if (stopped_) return;
    const auto task = std::move(queue_.front());
    queue_.pop_front();
    if (queue_.empty()) emptied_.notify_all();
    lock.unlock();
    task();
  }
}

void Workers::drain(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  draining_ = true;
  emptied_.wait_for(lock, patience, [this] { return queue_.empty(); });
}

void Workers::stop() {
  std::deque<std::function<void()>> unrun;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    unrun.swap(queue_);
  }
  ready_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace zestron::chain_rpc
