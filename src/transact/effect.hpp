// One thing an agent does on chain, from intent to its end, and how it moves from state to state. Pure: what was seen goes
// in, the next state and what to do about it come out.
//
//   Approved ──► Built ──► Sent ──► Landed
//      │           │         ├────► Failed    landed with an error: its fee is gone, nothing else
//      └───────────┴► Refused└────► Expired   its last valid block height passed: it can never land any more
#pragma once

#include "domain/intent.hpp"
#include "ports/chain.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zestron::transact {

enum class State : std::uint8_t { kProposed, kApproved, kBuilt, kSent, kLanded, kFailed, kExpired, kRefused };

constexpr std::string_view to_string(State state) {
  switch (state) {
    case State::kProposed: return "proposed";
    case State::kApproved: return "approved";
    case State::kBuilt: return "built";
    case State::kSent: return "sent";
    case State::kLanded: return "landed";
    case State::kFailed: return "failed";
    case State::kExpired: return "expired";
    case State::kRefused: return "refused";
  }
  return "refused";
}

constexpr bool is_final(State state) { return state >= State::kLanded; }

struct Effect {
  domain::Intent intent;
  State state = State::kProposed;
  Signature signature;                        ///< from kBuilt on
  std::uint64_t last_valid_block_height = 0;  ///< from kBuilt on
  Slot slot;                                  ///< where it landed, from kLanded or kFailed on
  std::string reason;                         ///< why it was refused or failed
};

/// What the chain says of an effect that was sent, at the commitment the caller waits for.
struct Sighting {
  std::optional<ports::SignatureStatus> status;
  std::uint64_t block_height = 0;  ///< finalized, so that an expiry is certain
};

enum class Todo : std::uint8_t { kWait, kRebroadcast, kNothing };

struct Advance {
  State state = State::kSent;
  Slot slot;
  std::string reason;
  Todo todo = Todo::kWait;
};

/// `state` is kSent or kBuilt (a crash may lie between building and sending). Lands or fails once the status has `wanted`;
/// expires only when no status is known and the height passed, so that nothing is ever signed twice while it can still land.
Advance advance(const Effect& effect, const Sighting& sighting, Commitment wanted);

}  // namespace zestron::transact
