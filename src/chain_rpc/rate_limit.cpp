#include "chain_rpc/rate_limit.hpp"

#include <algorithm>

namespace zestron::chain_rpc {

double RateLimit::filled(const Bucket& bucket, Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  return std::min(per_second_, bucket.tokens + std::max(0.0, seconds) * per_second_);
}

void RateLimit::forget_full(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= per_second_; });
}

bool RateLimit::admit(std::string_view client, Clock::time_point now) {
  if (!limited()) return true;
  const std::lock_guard lock(mutex_);
  auto found = buckets_.find(std::string(client));
  if (found == buckets_.end()) {
    if (buckets_.size() >= kClientsMax) forget_full(now);
    if (buckets_.size() >= kClientsMax) return false;
    found = buckets_.emplace(client, Bucket{.tokens = per_second_, .at = now}).first;
  }
  Bucket& bucket = found->second;
  bucket = {.tokens = filled(bucket, now), .at = std::max(bucket.at, now)};
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace zestron::chain_rpc
