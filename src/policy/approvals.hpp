// Actions that wait for a person: a bounded queue whose entries are decided once, expire, and are used once. Pure: time is an
// argument. Where it is kept over a restart is transact's business.
//
//   waiting ──approve──► approved ──take──► gone        after `expires` an entry is gone, whatever its state
//      └──────reject───► gone
#pragma once

#include "domain/intent.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace zestron::policy {

enum class ApprovalError : std::uint8_t {
  kFull = 1,     ///< of this agent's places
  kUnknown = 2,  ///< no such entry, or it expired
  kDecided = 3,  ///< it was approved before
};

class Approvals {
 public:
  /// Per agent, so that no agent takes the places of the others.
  static constexpr std::size_t kWaitingMax = 16;

  struct Entry {
    std::uint64_t number = 0;  ///< from 1, never used again
    Pubkey agent;
    domain::Action action;
    UnixMillis expires;
    bool approved = false;
    bool operator==(const Entry&) const = default;
  };

  /// The entry that waits for the same action of the same agent, or a new one.
  std::expected<std::uint64_t, ApprovalError> ask(const Pubkey& agent, const domain::Action& action, UnixMillis now,
                                                  UnixMillis expires);
  std::expected<void, ApprovalError> approve(std::uint64_t number, UnixMillis now);
  std::expected<void, ApprovalError> reject(std::uint64_t number, UnixMillis now);

  /// True when exactly this action of exactly this agent was approved and has not expired.
  [[nodiscard]] bool allows(const Pubkey& agent, const domain::Action& action, UnixMillis now) const;
  /// Uses the consent up. allows() was true.
  void take(const Pubkey& agent, const domain::Action& action);

  /// Oldest first, those that expired at `now` removed.
  [[nodiscard]] std::span<const Entry> entries(UnixMillis now);
  /// The same with those that expired and were not removed yet.
  [[nodiscard]] std::span<const Entry> all() const { return entries_; }
  /// The greatest number that was ever given.
  [[nodiscard]] std::uint64_t newest() const { return newest_; }
  /// The queue of an earlier run, oldest first.
  void restore(std::vector<Entry> entries, std::uint64_t newest) {
    entries_ = std::move(entries);
    newest_ = newest;
  }

 private:
  void expire(UnixMillis now);
  std::vector<Entry> entries_;
  std::uint64_t newest_ = 0;
};

}  // namespace zestron::policy
