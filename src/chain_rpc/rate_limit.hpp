// How many calls a second one client may make: a bucket of tokens for each address, refilled as time goes by. Thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace zestron::chain_rpc {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  /// Addresses remembered; beyond, those whose bucket is full again are forgotten, and if there is none, a newcomer is refused.
  static constexpr std::size_t kClientsMax = 65'536;

  /// A client that was quiet may make a second's worth at once. 0: no limit.
  explicit RateLimit(unsigned calls_per_second) : per_second_(calls_per_second) {}

  /// Takes one call from `client`'s bucket; false when it is empty.
  bool admit(std::string_view client, Clock::time_point now = Clock::now());
  [[nodiscard]] bool limited() const { return per_second_ > 0; }

 private:
  struct Bucket {
    double tokens = 0;
    Clock::time_point at{};
  };
  [[nodiscard]] double filled(const Bucket& bucket, Clock::time_point now) const;
  void forget_full(Clock::time_point now);

  const double per_second_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace zestron::chain_rpc
