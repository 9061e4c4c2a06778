// Actions: what a proposal can do, each a type. A proposal holds one of them as the bytes of its type, so that what is
// executed is what was voted on; their memory is their Borsh form, which the IDL describes.
#pragma once

#include <governance/governance_state.hpp>
#include <governance/registry.hpp>

namespace governance {

// Append only.
enum class ActionKind : u8 {
  UpgradeProgram,
  SetUpgradeAuthority,
  SetMint,
  RemoveMint,
  SetPool,
  RemovePool,
  SetGuardian,
  SetParameters,
  TransferTokens,
  CallProgram,
};
inline constexpr usize kActionKindCount = 10;

// The buffer's authority must be kGovernanceAuthority by the time the proposal is queued, so that nobody writes to it any
// more; its bytes are hashed then, and again before the upgrade.
struct UpgradeProgram {
  Pubkey program;
  Pubkey buffer;
  Hash256 buffer_hash;  // sha256 of all bytes behind the buffer's header
};

struct SetUpgradeAuthority {
  Pubkey program;
  Pubkey new_authority;  // zero: nobody upgrades it ever again
};

struct SetMint {
  Pubkey mint;
  Pubkey price_owner;
  Pubkey price_feed;
  u64 age_max_s;
  u64 confidence_max_bps;
  u8 is_quote;
  u8 price_kind;  // a PriceKind
  Array<u8, 6> reserved;
};

struct RemoveMint {
  Pubkey mint;
};

struct SetPool {
  Pubkey program;
  Pubkey pool;
};

struct RemovePool {
  Pubkey pool;
};

struct SetGuardian {
  Pubkey guardian;  // zero: nobody
};

using SetParameters = Parameters;

// From a token account of kGovernanceAuthority. `to_owner` is whose account `to` must still be then.
struct TransferTokens {
  Pubkey from;
  Pubkey to;
  Pubkey to_owner;
  Pubkey mint;
  u64 amount;
};

// Behind it stands the instruction's data. Signed by kGovernanceAuthority, and by nobody else.
struct CallProgram {
  Pubkey program;
  Hash256 accounts_hash;  // sha256 over key ‖ u8 flags of each account, in order
};

enum CallFlags : u8 { kCallSigner = 1, kCallWritable = 2 };

inline constexpr usize kPayloadMax = 640;
inline constexpr usize kCallDataMax = kPayloadMax - sizeof(CallProgram);
inline constexpr usize kCallAccountsMax = 24;

static_assert(sizeof(UpgradeProgram) == 96 && sizeof(SetUpgradeAuthority) == 64);
static_assert(sizeof(SetMint) == 120 && sizeof(SetPool) == 64);
static_assert(sizeof(SetParameters) == 24 && sizeof(TransferTokens) == 136 && sizeof(CallProgram) == 64);
static_assert(kCallDataMax == 576);

template <class Action>
inline constexpr ActionKind kKindOf = ActionKind{};
template <>
inline constexpr ActionKind kKindOf<UpgradeProgram> = ActionKind::UpgradeProgram;
template <>
inline constexpr ActionKind kKindOf<SetUpgradeAuthority> = ActionKind::SetUpgradeAuthority;
template <>
inline constexpr ActionKind kKindOf<SetMint> = ActionKind::SetMint;
template <>
inline constexpr ActionKind kKindOf<RemoveMint> = ActionKind::RemoveMint;
template <>
inline constexpr ActionKind kKindOf<SetPool> = ActionKind::SetPool;
template <>
inline constexpr ActionKind kKindOf<RemovePool> = ActionKind::RemovePool;
template <>
inline constexpr ActionKind kKindOf<SetGuardian> = ActionKind::SetGuardian;
template <>
inline constexpr ActionKind kKindOf<SetParameters> = ActionKind::SetParameters;
template <>
inline constexpr ActionKind kKindOf<TransferTokens> = ActionKind::TransferTokens;
template <>
inline constexpr ActionKind kKindOf<CallProgram> = ActionKind::CallProgram;

// Bytes of an action; of CallProgram the least, its data is behind.
constexpr usize action_size(ActionKind kind) {
  switch (kind) {
    case ActionKind::UpgradeProgram: return sizeof(UpgradeProgram);
    case ActionKind::SetUpgradeAuthority: return sizeof(SetUpgradeAuthority);
    case ActionKind::SetMint: return sizeof(SetMint);
    case ActionKind::RemoveMint: return sizeof(RemoveMint);
    case ActionKind::SetPool: return sizeof(SetPool);
    case ActionKind::RemovePool: return sizeof(RemovePool);
    case ActionKind::SetGuardian: return sizeof(SetGuardian);
    case ActionKind::SetParameters: return sizeof(SetParameters);
    case ActionKind::TransferTokens: return sizeof(TransferTokens);
    case ActionKind::CallProgram: return sizeof(CallProgram);
  }
  return 0;
}

constexpr bool has_action_size(ActionKind kind, usize size) {
  return kind == ActionKind::CallProgram ? size >= sizeof(CallProgram) && size <= kPayloadMax
                                         : size == action_size(kind);
}

inline constexpr u64 kPriceAgeMaxSeconds = 3'600;

// A price has an owner, a feed and bounds; no price has none of them, and then nobody is quoted in the mint.
constexpr bool is_consistent(const SetMint& mint) {
  const bool has_feed = mint.price_owner != Pubkey{} && mint.price_feed != Pubkey{} && mint.age_max_s >= 1 &&
                        mint.age_max_s <= kPriceAgeMaxSeconds && mint.confidence_max_bps >= 1 &&
                        mint.confidence_max_bps <= kBasisPoints;
  const bool has_nothing = mint.price_owner == Pubkey{} && mint.price_feed == Pubkey{} && mint.age_max_s == 0 &&
                           mint.confidence_max_bps == 0;
  if (mint.is_quote > 1) return false;
  switch (mint.price_kind) {
    case static_cast<u8>(PriceKind::None): return has_nothing && mint.is_quote == 0;
    case static_cast<u8>(PriceKind::Pyth): return has_feed;
    case static_cast<u8>(PriceKind::Quote): return has_nothing;
    default: return false;
  }
}

// The protocol's other programs, whose parameters have kGovernanceAuthority as authority. A list of who is meant, not of
// who isn't: a token program or a loader would take the signature for something that has an action of its own.
constexpr bool may_be_called(const Pubkey& program) {
  return program == zestron::kAgentFactory || program == zestron::kZestStaking || program == zestron::kMarketplace ||
         program == zestron::kRewards || program == zestron::kOpenVault || program == zestron::kSwapPool;
}

}  // namespace governance
