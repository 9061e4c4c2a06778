// What policy counts: approvals and spending of the last 24 hours, and refusals in a row. Moves only through the gates; a value,
// so that a decision can be repeated.
#pragma once

#include "base/types.hpp"
#include "policy/approvals.hpp"
#include "policy/switches.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace zestron::policy {

/// How long an approval counts.
inline constexpr std::int64_t kApprovalCountsMs = 24LL * 60 * 60 * 1000;

class Usage {
 public:
  /// Of what was approved before it the last day is counted, and nothing older: nothing is approved before it. To begin with.
  void begin_at(UnixMillis earliest) { begun_at_ = earliest; }
  /// The newest approval's time; nothing is approved before it, so that a clock turned ahead and back frees no allowance.
  [[nodiscard]] std::optional<UnixMillis> newest(const Pubkey& agent) const;
  /// Claims of `agent` approved in the 24 hours that end at `now`, which is not before the newest approval.
  [[nodiscard]] std::size_t approved_within_day(const Pubkey& agent, UnixMillis now) const;
  void count(const Pubkey& agent, UnixMillis now);

  /// The same, of actions other than claims.
  [[nodiscard]] std::size_t actions_within_day(const Pubkey& agent, UnixMillis now) const;
  /// Base units of `mint` that `agent`, or all agents together, were allowed to spend in the 24 hours that end at `now`.
  [[nodiscard]] std::uint64_t spent_within_day(const Pubkey& agent, const Pubkey& mint, UnixMillis now) const;
  [[nodiscard]] std::uint64_t spent_by_all_within_day(const Pubkey& mint, UnixMillis now) const;
  /// Of any agent that spent the mint.
  [[nodiscard]] std::optional<UnixMillis> newest_spend(const Pubkey& mint) const;
  void count_action(const Pubkey& agent, UnixMillis now);
  void count_spend(const Pubkey& agent, const Pubkey& mint, std::uint64_t amount, UnixMillis now);

  [[nodiscard]] Switches& switches() { return switches_; }
  [[nodiscard]] const Switches& switches() const { return switches_; }
  [[nodiscard]] Approvals& approvals() { return approvals_; }
  [[nodiscard]] const Approvals& approvals() const { return approvals_; }

 private:
  // Rising times, the newest at the back; what is older than a day leaves as something new comes, so the rate caps bound them.
  using Times = std::deque<UnixMillis>;
  using Spends = std::deque<std::pair<UnixMillis, std::uint64_t>>;
  std::unordered_map<Pubkey, Times> claims_, actions_;
  std::map<std::pair<Pubkey, Pubkey>, Spends> spends_;  // by agent and mint
  std::unordered_map<Pubkey, Spends> all_spends_;       // by mint
  std::optional<UnixMillis> begun_at_;
  Switches switches_;
  Approvals approvals_;
};

}  // namespace zestron::policy
