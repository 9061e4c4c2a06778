#include "policy/policy.hpp"

#include <algorithm>

namespace zestron::policy {
namespace {
constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
}

std::optional<UnixMillis> Usage::newest(const Pubkey& agent) const {
  const auto it = times_.find(agent);
  return it == times_.end() || it->second.empty() ? std::nullopt : std::optional(it->second.back());
}

std::size_t Usage::approved_within_day(const Pubkey& agent, UnixMillis now) const {
  const auto it = times_.find(agent);
  if (it == times_.end()) return 0;
  const auto& times = it->second;
  return static_cast<std::size_t>(times.end() -
                                  std::upper_bound(times.begin(), times.end(), UnixMillis(now.value() - kDayMs)));
}

void Usage::count(const Pubkey& agent, UnixMillis now) {
  auto& times = times_[agent];
  while (!times.empty() && times.front().value() <= now.value() - kDayMs) times.pop_front();
  times.push_back(now);
}

}  // namespace zestron::policy
