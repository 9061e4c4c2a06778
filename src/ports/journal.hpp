// Where effects are written down before they happen, so that a crash at any point leaves each done once or not at all. The
// default is SQLite (transact/journal); every implementation passes the same contract tests.
#pragma once

#include "base/result.hpp"
#include "domain/effect.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace zestron::ports {

enum class JournalError : std::uint16_t {
  kUnavailable = 1,  ///< it cannot be written or read; nothing may be sent
  kDamaged = 2,      ///< what is written there is not what was written
  kForeign = 3,      ///< of a newer version, or no journal of ours
  kForbidden = 4,    ///< the effect's state does not lead to the new one, or its sequence belongs to another intent
};

template <class T>
using JournalOutcome = Outcome<T, JournalError>;

/// An approval that counts against the caps.
struct Approval {
  domain::Intent intent;
  UnixMillis at;
};

/// One line of an effect's history.
struct Step {
  std::uint32_t attempt = 1;
  domain::EffectState state{};
  Slot slot;
  std::string reason;
  bool operator==(const Step&) const = default;
};

/// An action that waits for a person, or that a person has consented to and that was not done yet.
struct Consent {
  std::uint64_t number = 0;
  Pubkey agent;
  domain::Action action;
  UnixMillis expires;
  bool approved = false;
  bool operator==(const Consent&) const = default;
};

/// The queue of those.
struct Consents {
  std::uint64_t newest = 0;  ///< the greatest number that was ever given
  std::vector<Consent> waiting;
  bool operator==(const Consents&) const = default;
};

/// Whether the life of an effect leads from one state to the other; `from` is nullopt before it is known.
constexpr bool may_follow(std::optional<domain::EffectState> from, domain::EffectState to) {
  using enum domain::EffectState;
  switch (to) {
    // What left nothing behind may be attempted again. Proposed and Approved are no more than thoughts: a crash ends them.
    case kProposed: return !from || (*from != kLanded && !domain::may_land(*from));
    case kApproved: return from == kProposed;
    case kRefused: return from == kProposed || from == kApproved;
    case kBuilt: return from == kApproved;
    case kSent: return from == kBuilt;
    case kLanded:
    case kFailed:
    case kExpired: return from && domain::may_land(*from);
  }
  return false;
}

/// For one thread. The key of an effect is its intent's agent and sequence.
class Journal {
 public:
  virtual ~Journal() = default;

  /// The steps of one effect, in order, and the queue of consents as it is after them (null: as it was), all or none; durable when it
  /// returns. A consent that an effect uses up leaves the queue in the same call, so that no crash lets it be used twice. Refuses
  /// what may_follow() does not allow. After kUnavailable nothing more is accepted: what the disk holds is unknown until the journal
  /// is opened again.
  virtual JournalOutcome<void> record(std::span<const domain::Effect> steps, const Consents* consents) = 0;
  JournalOutcome<void> record(std::span<const domain::Effect> steps) { return record(steps, nullptr); }
  JournalOutcome<void> record(const domain::Effect& step) { return record({&step, 1}, nullptr); }
  /// The queue alone, as people decide.
  JournalOutcome<void> keep(const Consents& consents) { return record({}, &consents); }

  virtual JournalOutcome<std::optional<domain::Effect>> find(const Pubkey& agent, std::uint64_t sequence) = 0;
  /// Those of which signed bytes may land.
  virtual JournalOutcome<std::vector<domain::Effect>> in_flight() = 0;
  /// Of all attempts that were signed, dated `since` or later, oldest first.
  virtual JournalOutcome<std::vector<Approval>> approvals(UnixMillis since) = 0;
  /// The latest date of those; empty when there is none.
  virtual JournalOutcome<std::optional<UnixMillis>> last_approval() = 0;
  virtual JournalOutcome<Consents> consents() = 0;
  /// The greatest sequence of `agent`; 0 when there is none.
  virtual JournalOutcome<std::uint64_t> last_sequence(const Pubkey& agent) = 0;
  /// Oldest first.
  virtual JournalOutcome<std::vector<Step>> history(const Pubkey& agent, std::uint64_t sequence) = 0;
};

}  // namespace zestron::ports
