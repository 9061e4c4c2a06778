// Extensions of Token-2022 mints and accounts: a reader of the type-length-value entries behind the base, and the layout
// of each. Every byte is checked against the end before it is read; entries that claim more than there is end the walk.
//
//   if (const auto* fee = token_2022::extension<token_2022::TransferFeeConfig>(ctx.mint)) …
//
// Layouts: solana-program/token-2022 interface/src/extension/*/mod.rs; TokenMetadata: solana-program/token-metadata
// interface/src/state.rs.
#pragma once

#include <grapnel/account_view.hpp>
#include <grapnel/programs/token/layout.hpp>

namespace grapnel::token_2022 {

enum class ExtensionType : u16 {
  Uninitialized,
  TransferFeeConfig,
  TransferFeeAmount,
  MintCloseAuthority,
  ConfidentialTransferMint,
  ConfidentialTransferAccount,
  DefaultAccountState,
  ImmutableOwner,
  MemoTransfer,
  NonTransferable,
  InterestBearingConfig,
  CpiGuard,
  PermanentDelegate,
  NonTransferableAccount,
  TransferHook,
  TransferHookAccount,
  ConfidentialTransferFeeConfig,
  ConfidentialTransferFeeAmount,
  MetadataPointer,
  TokenMetadata,
  GroupPointer,
  TokenGroup,
  GroupMemberPointer,
  TokenGroupMember,
  ConfidentialMintBurn,
  ScaledUiAmount,
  Pausable,
  PausableAccount,
};

struct Entry {
  ExtensionType type;
  const u8* value;
  u64 size;
};

// The entries in the data of a mint or account. Invariant: at_ <= end_, both inside the data or both null.
class Extensions {
 public:
  Extensions(const u8* data, u64 size) {
    if (size <= token::detail::kAccountSize + 1 || size == token::detail::kMultisigSize) return;
    at_ = data + token::detail::kAccountSize + 1;
    end_ = data + size;
  }
  explicit Extensions(AccountView account) : Extensions(account.bytes(), account.size()) {}

  // False at the end, at type 0 (unused room) and at an entry that reaches over the end.
  [[nodiscard]] bool next(Entry& entry) {
    constexpr u64 kHead = 4;
    const u64 left = static_cast<u64>(end_ - at_);
    if (left < kHead) return false;
    const u64 size = load<u16>(at_ + 2);
    const u64 type = load<u16>(at_);
    if (type == 0 || size > left - kHead) return false;
    entry = {static_cast<ExtensionType>(type), at_ + kHead, size};
    at_ += kHead + size;
    return true;
  }

 private:
  const u8* at_ = nullptr;
  const u8* end_ = nullptr;
};

// The entry of that type; its value is null if there is none.
inline Entry find_extension(Extensions extensions, ExtensionType type) {
  Entry entry{type, nullptr, 0};
  while (extensions.next(entry)) {
    if (entry.type == type) return entry;
  }
  return {type, nullptr, 0};
}

inline bool has_extension(AccountView account, ExtensionType type) {
  return find_extension(Extensions{account}, type).value != nullptr;
}

// Null: absent, or not of the size that it must have.
template <class E>
const E* extension(Extensions extensions) {
  static_assert(alignof(E) == 1, "grapnel: an extension stands at any address");
  const Entry entry = find_extension(extensions, E::kType);
  return entry.value != nullptr && entry.size == E::kSize ? reinterpret_cast<const E*>(entry.value) : nullptr;
}
template <class E>
const E* extension(AccountView account) {
  return extension<E>(Extensions{account});
}

// An authority, "nobody" if zero (spl-pod's OptionalNonZeroPubkey).
using OptionalKey = Unaligned<Pubkey>;

struct TransferFee {
  Unaligned<u64> epoch;
  Unaligned<u64> maximum;
  Unaligned<u16> basis_points;

  // What is withheld of `amount`: rounded up, `maximum` at most. Exact for every amount, without 128 bits:
  // amount = 10,000·q + r.
  u64 of(u64 amount) const {
    const u64 points = basis_points.get();
    if (points == 0 || amount == 0) return 0;
    const u64 fee = amount / 10'000 * points + (amount % 10'000 * points + 9'999) / 10'000;
    return fee < maximum.get() ? fee : maximum.get();
  }
};

struct TransferFeeConfig {
  static constexpr ExtensionType kType = ExtensionType::TransferFeeConfig;
  static constexpr u64 kSize = 108;
  OptionalKey config_authority;
  OptionalKey withdraw_withheld_authority;
  Unaligned<u64> withheld_amount;
  TransferFee older;
  TransferFee newer;

  const TransferFee& at(u64 epoch) const { return epoch >= newer.epoch.get() ? newer : older; }
};
struct TransferFeeAmount {
  static constexpr ExtensionType kType = ExtensionType::TransferFeeAmount;
  static constexpr u64 kSize = 8;
  Unaligned<u64> withheld_amount;
};
struct MintCloseAuthority {
  static constexpr ExtensionType kType = ExtensionType::MintCloseAuthority;
  static constexpr u64 kSize = 32;
  OptionalKey close_authority;
};
// A mint that allows confidential transfers. Amounts are encrypted: a program sees only that it is there.
struct ConfidentialTransferMint {
  static constexpr ExtensionType kType = ExtensionType::ConfidentialTransferMint;
  static constexpr u64 kSize = 65;
  OptionalKey authority;
  u8 auto_approve_new_accounts;
  u8 auditor_elgamal_key[32];
};
struct DefaultAccountState {
  static constexpr ExtensionType kType = ExtensionType::DefaultAccountState;
  static constexpr u64 kSize = 1;
  State state;
};
struct MemoTransfer {
  static constexpr ExtensionType kType = ExtensionType::MemoTransfer;
  static constexpr u64 kSize = 1;
  u8 require_incoming_memos;
};
struct InterestBearingConfig {
  static constexpr ExtensionType kType = ExtensionType::InterestBearingConfig;
  static constexpr u64 kSize = 52;
  OptionalKey rate_authority;
  Unaligned<i64> initialized_at;  // unix seconds
  Unaligned<i16> pre_update_average_rate;
  Unaligned<i64> updated_at;
  Unaligned<i16> current_rate;  // basis points a year
};
struct CpiGuard {
  static constexpr ExtensionType kType = ExtensionType::CpiGuard;
  static constexpr u64 kSize = 1;
  u8 locked;
};
struct PermanentDelegate {
  static constexpr ExtensionType kType = ExtensionType::PermanentDelegate;
  static constexpr u64 kSize = 32;
  OptionalKey delegate;
};
struct TransferHook {
  static constexpr ExtensionType kType = ExtensionType::TransferHook;
  static constexpr u64 kSize = 64;
  OptionalKey authority;
  OptionalKey program;
};
struct TransferHookAccount {
  static constexpr ExtensionType kType = ExtensionType::TransferHookAccount;
  static constexpr u64 kSize = 1;
  u8 transferring;  // set while the hook runs: a hook checks it, or anybody could call it
};
struct MetadataPointer {
  static constexpr ExtensionType kType = ExtensionType::MetadataPointer;
  static constexpr u64 kSize = 64;
  OptionalKey authority;
  OptionalKey metadata;
};
struct GroupPointer {
  static constexpr ExtensionType kType = ExtensionType::GroupPointer;
  static constexpr u64 kSize = 64;
  OptionalKey authority;
  OptionalKey group;
};
struct GroupMemberPointer {
  static constexpr ExtensionType kType = ExtensionType::GroupMemberPointer;
  static constexpr u64 kSize = 64;
  OptionalKey authority;
  OptionalKey member;
};
struct ScaledUiAmount {
  static constexpr ExtensionType kType = ExtensionType::ScaledUiAmount;
  static constexpr u64 kSize = 56;
  OptionalKey authority;
  Unaligned<u64> multiplier_bits;  // doubles, as bits: the target has no floating point
  Unaligned<i64> new_multiplier_from;
  Unaligned<u64> new_multiplier_bits;
};
struct Pausable {
  static constexpr ExtensionType kType = ExtensionType::Pausable;
  static constexpr u64 kSize = 33;
  OptionalKey authority;
  u8 paused;
};
// Present or not: ImmutableOwner, NonTransferable, NonTransferableAccount, PausableAccount: has_extension().

static_assert(sizeof(TransferFeeConfig) == 108 && sizeof(InterestBearingConfig) == 52);
static_assert(sizeof(TransferHook) == 64 && sizeof(ConfidentialTransferMint) == 65 && sizeof(ScaledUiAmount) == 56);
static_assert(sizeof(Pausable) == 33);

// Name, symbol and address of the metadata that a mint holds itself; texts point into the account.
class TokenMetadata {
 public:
  static constexpr ExtensionType kType = ExtensionType::TokenMetadata;

  // False if there is none or its bytes are not Borsh of the interface's TokenMetadata.
  [[nodiscard]] bool read(Extensions extensions) {
    const Entry entry = find_extension(extensions, kType);
    if (entry.value == nullptr || entry.size < 64) return false;
    update_authority = reinterpret_cast<const OptionalKey*>(entry.value);
    mint = reinterpret_cast<const Unaligned<Pubkey>*>(entry.value + 32);
    Cursor cursor{entry.value + 64, entry.value + entry.size};
    if (!cursor.text(name) || !cursor.text(symbol) || !cursor.text(uri) || !cursor.count(additional_)) return false;
    pairs_ = cursor;
    Text key;
    Text value;
    for (u64 i = 0; i < additional_; ++i) {
      if (!cursor.text(key) || !cursor.text(value)) return false;
    }
    return true;
  }
  [[nodiscard]] bool read(AccountView mint_account) { return read(Extensions{mint_account}); }

  // The value of an additional field; data is null if there is none of that name. Only after read() gave true.
  Text field(Text wanted) const {
    Cursor cursor = pairs_;
    Text key;
    Text value;
    for (u64 i = 0; i < additional_; ++i) {
      if (!cursor.text(key) || !cursor.text(value)) break;
      if (key == wanted) return value;
    }
    return {};
  }
  u64 field_count() const { return additional_; }

  const OptionalKey* update_authority = nullptr;
  const Unaligned<Pubkey>* mint = nullptr;
  Text name;
  Text symbol;
  Text uri;

 private:
  struct Cursor {
    const u8* at = nullptr;
    const u8* end = nullptr;

    bool count(u64& out) {
      if (end - at < 4) return false;
      out = load<u32>(at);
      at += 4;
      return true;
    }
    bool text(Text& out) {
      u64 size = 0;
      if (!count(size) || static_cast<u64>(end - at) < size) return false;
      out = {reinterpret_cast<const char*>(at), size};
      at += size;
      return true;
    }
  };

  Cursor pairs_;
  u64 additional_ = 0;
};

// The bytes that an account of this mint needs, as the program demands it at initialisation: some extensions of a mint
// put one on each of its accounts.
inline u64 account_size(Extensions mint) {
  constexpr u64 kHead = 4;
  u64 size = 0;
  Entry entry{};
  while (mint.next(entry)) {
    switch (entry.type) {
      case ExtensionType::TransferFeeConfig: size += kHead + TransferFeeAmount::kSize; break;
      case ExtensionType::NonTransferable: size += kHead + kHead; break;  // itself and ImmutableOwner
      case ExtensionType::TransferHook: size += kHead + TransferHookAccount::kSize; break;
      case ExtensionType::Pausable: size += kHead; break;
      default: break;
    }
  }
  if (size == 0) return token::detail::kAccountSize;
  size += token::detail::kAccountSize + 1;
  return size == token::detail::kMultisigSize ? size + 2 : size;
}
inline u64 account_size(AccountView mint) { return account_size(Extensions{mint}); }

}  // namespace grapnel::token_2022
