// The time that paces slots, and waiting for it: the machine's steady clock, or a test's own.
// Not the chain's clock (Clock.unix_timestamp): that comes with each SlotPlan.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace zestron::chain {

class Timer {
 public:
  virtual ~Timer() = default;
  /// Since any fixed moment; never goes back.
  [[nodiscard]] virtual std::chrono::nanoseconds now() const = 0;
  /// Returns when now() ≥ `deadline` or `changed` was notified, or earlier.
  virtual void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                          std::chrono::nanoseconds deadline) = 0;
};

class SteadyTimer final : public Timer {
 public:
  [[nodiscard]] std::chrono::nanoseconds now() const override {
    return std::chrono::steady_clock::now().time_since_epoch();
  }
  void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                  std::chrono::nanoseconds deadline) override {
    changed.wait_until(lock, std::chrono::steady_clock::time_point(deadline));
  }
};

}  // namespace zestron::chain
