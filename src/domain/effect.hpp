// One thing an agent does on chain, from intent to its end. Data only: transact moves it, the journal keeps it, telemetry and
// people look at it.
//
//   Proposed ──► Approved ──► Built ──► Sent ──► Landed
//      │            │           └─────────┤
//      │            │                     ├────► Failed    landed with an error: its fee is gone, nothing else
//      └────────────┴► Refused            └────► Expired   its last valid block height passed: it can never land any more
//
// Refused, Failed and Expired left nothing behind, so the same effect may be attempted again; a landed one never.
#pragma once

#include "domain/intent.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zestron::domain {

/// Numbers are kept in journals: append only.
enum class EffectState : std::uint8_t {
  kProposed = 0,
  kApproved = 1,
  kBuilt = 2,  ///< signed and journaled; the bytes may be on their way
  kSent = 3,
  kLanded = 4,
  kFailed = 5,
  kExpired = 6,
  kRefused = 7,
};

constexpr std::string_view to_string(EffectState state) {
  switch (state) {
    case EffectState::kProposed: return "proposed";
    case EffectState::kApproved: return "approved";
    case EffectState::kBuilt: return "built";
    case EffectState::kSent: return "sent";
    case EffectState::kLanded: return "landed";
    case EffectState::kFailed: return "failed";
    case EffectState::kExpired: return "expired";
    case EffectState::kRefused: return "refused";
  }
  return "refused";
}

constexpr bool is_final(EffectState state) { return state >= EffectState::kLanded; }
/// Signed bytes of it exist that may land.
constexpr bool may_land(EffectState state) { return state == EffectState::kBuilt || state == EffectState::kSent; }

struct Effect {
  Intent intent;
  EffectState state = EffectState::kProposed;
  std::uint32_t attempt = 1;                  ///< counts proposals of the same intent's agent and sequence
  std::optional<UnixMillis> approved_at;      ///< the context's clock, from kApproved on; what caps are counted by
  Pubkey lane;                                ///< the executor that pays and signs, from kBuilt on
  std::optional<std::uint64_t> nonce;         ///< the counter on chain that it moves, as it was when this was built
  Signature signature;                        ///< from kBuilt on
  std::uint64_t last_valid_block_height = 0;  ///< from kBuilt on
  Bytes wire;                                 ///< the signed transaction, from kBuilt on
  Slot slot;                                  ///< where it landed, from kLanded or kFailed on
  std::string reason;                         ///< why it was refused or failed
  bool operator==(const Effect&) const = default;
};

}  // namespace zestron::domain
