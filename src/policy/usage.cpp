#include "policy/usage.hpp"

#include <algorithm>
#include <limits>

namespace zestron::policy {
namespace {

bool is_past(UnixMillis at, UnixMillis now) { return at.value() <= now.value() - kApprovalCountsMs; }

template <class Key>
std::size_t within_day(const std::unordered_map<Key, std::deque<UnixMillis>>& all, const Key& key, UnixMillis now) {
  const auto it = all.find(key);
  if (it == all.end()) return 0;
  const auto& times = it->second;
  return static_cast<std::size_t>(
      times.end() - std::upper_bound(times.begin(), times.end(), UnixMillis(now.value() - kApprovalCountsMs)));
}

void add(std::deque<UnixMillis>& times, UnixMillis now) {
  while (!times.empty() && is_past(times.front(), now)) times.pop_front();
  times.push_back(now);
}

using Spends = std::deque<std::pair<UnixMillis, std::uint64_t>>;

// What would not fit counts as the most there is: over every cap.
std::uint64_t sum_within_day(const Spends& spends, UnixMillis now) {
  std::uint64_t sum = 0;
  for (auto it = spends.rbegin(); it != spends.rend() && !is_past(it->first, now); ++it) {
    if (it->second > std::numeric_limits<std::uint64_t>::max() - sum) return std::numeric_limits<std::uint64_t>::max();
    sum += it->second;
  }
  return sum;
}

void add(Spends& spends, std::uint64_t amount, UnixMillis now) {
  while (!spends.empty() && is_past(spends.front().first, now)) spends.pop_front();
  spends.emplace_back(now, amount);
}

std::optional<UnixMillis> later(std::optional<UnixMillis> a, std::optional<UnixMillis> b) {
  if (!a || !b) return a ? a : b;
  return std::max(*a, *b);
}

std::optional<UnixMillis> back_of(const std::unordered_map<Pubkey, std::deque<UnixMillis>>& all, const Pubkey& agent) {
  const auto it = all.find(agent);
  return it == all.end() || it->second.empty() ? std::nullopt : std::optional(it->second.back());
}

}  // namespace

std::optional<UnixMillis> Usage::newest(const Pubkey& agent) const {
  return later(begun_at_, later(back_of(claims_, agent), back_of(actions_, agent)));
}

std::size_t Usage::approved_within_day(const Pubkey& agent, UnixMillis now) const {
  return within_day(claims_, agent, now);
}

std::size_t Usage::actions_within_day(const Pubkey& agent, UnixMillis now) const {
  return within_day(actions_, agent, now);
}

std::uint64_t Usage::spent_within_day(const Pubkey& agent, const Pubkey& mint, UnixMillis now) const {
  const auto it = spends_.find({agent, mint});
  return it == spends_.end() ? 0 : sum_within_day(it->second, now);
}

std::uint64_t Usage::spent_by_all_within_day(const Pubkey& mint, UnixMillis now) const {
  const auto it = all_spends_.find(mint);
  return it == all_spends_.end() ? 0 : sum_within_day(it->second, now);
}

std::optional<UnixMillis> Usage::newest_spend(const Pubkey& mint) const {
  const auto it = all_spends_.find(mint);
  return it == all_spends_.end() || it->second.empty() ? std::nullopt : std::optional(it->second.back().first);
}

void Usage::count(const Pubkey& agent, UnixMillis now) { add(claims_[agent], now); }

void Usage::count_action(const Pubkey& agent, UnixMillis now) { add(actions_[agent], now); }

void Usage::count_spend(const Pubkey& agent, const Pubkey& mint, std::uint64_t amount, UnixMillis now) {
  add(spends_[{agent, mint}], amount, now);
  add(all_spends_[mint], amount, now);
}

}  // namespace zestron::policy
