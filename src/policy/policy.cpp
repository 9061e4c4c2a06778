#include "policy/policy.hpp"

#include <algorithm>

namespace zestron::policy {
namespace {
constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
}

std::size_t Usage::approved_within_day(const Pubkey& agent, UnixMillis now) const {
  const auto it = times_.find(agent);
  if (it == times_.end()) return 0;
  // A clock that ran back leaves entries later than now; they count, so that turning the clock never frees an allowance.
  return static_cast<std::size_t>(std::count_if(it->second.begin(), it->second.end(),
                                                [&](UnixMillis at) { return at.value() > now.value() - kDayMs; }));
}

void Usage::count(const Pubkey& agent, UnixMillis now) {
  auto& times = times_[agent];
  while (!times.empty() && times.front().value() <= now.value() - kDayMs) times.pop_front();
  times.push_back(now);
}

}  // namespace zestron::policy
