#include "policy/approvals.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace zestron::policy {

void Approvals::expire(UnixMillis now) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.expires <= now; });
}

std::expected<std::uint64_t, ApprovalError> Approvals::ask(const Pubkey& agent, const domain::Action& action,
                                                           UnixMillis now, UnixMillis expires) {
  expire(now);
  std::size_t waiting = 0;
  for (const auto& entry : entries_) {
    if (entry.agent != agent) continue;
    if (entry.action == action) return entry.number;
    ++waiting;
  }
  if (waiting >= kWaitingMax) return std::unexpected(ApprovalError::kFull);
  entries_.push_back({++newest_, agent, action, expires, false});
  return newest_;
}

std::expected<void, ApprovalError> Approvals::approve(std::uint64_t number, UnixMillis now) {
  expire(now);
  const auto entry = std::ranges::find(entries_, number, &Entry::number);
  if (entry == entries_.end()) return std::unexpected(ApprovalError::kUnknown);
  if (entry->approved) return std::unexpected(ApprovalError::kDecided);
  entry->approved = true;
  return {};
}

std::expected<void, ApprovalError> Approvals::reject(std::uint64_t number, UnixMillis now) {
  expire(now);
  const auto entry = std::ranges::find(entries_, number, &Entry::number);
  if (entry == entries_.end()) return std::unexpected(ApprovalError::kUnknown);
  entries_.erase(entry);  // also of one that was approved and not used yet: a person may change their mind
  return {};
}

bool Approvals::allows(const Pubkey& agent, const domain::Action& action, UnixMillis now) const {
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return entry.approved && now < entry.expires && entry.agent == agent && entry.action == action;
  });
}

void Approvals::take(const Pubkey& agent, const domain::Action& action) {
  const auto entry = std::ranges::find_if(entries_, [&](const Entry& candidate) {
    return candidate.approved && candidate.agent == agent && candidate.action == action;
  });
  ZESTRON_ASSERT(entry != entries_.end());
  entries_.erase(entry);
}

std::span<const Approvals::Entry> Approvals::entries(UnixMillis now) {
  expire(now);
  return entries_;
}

}  // namespace zestron::policy
