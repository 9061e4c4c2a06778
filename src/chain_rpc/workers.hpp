// Threads that run RPC calls, so that neither I/O nor the bank waits for signature checks and encoding.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace zestron::chain_rpc {

class Workers {
 public:
  Workers(unsigned threads, std::size_t queue_max);
  ~Workers();  ///< stop()

  /// False, and nothing will run, when the queue is full or after drain() or stop().
  bool submit(std::function<void()> task);
  /// Takes no more, and lets what waits run for at most `patience`.
  void drain(std::chrono::milliseconds patience);
  /// Waits for running tasks, destroys waiting ones unrun. Idempotent.
  void stop();
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::size_t queue_max() const { return queue_max_; }

 private:
  void run();

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable ready_, emptied_;
  std::deque<std::function<void()>> queue_;
  bool draining_ = false, stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace zestron::chain_rpc
