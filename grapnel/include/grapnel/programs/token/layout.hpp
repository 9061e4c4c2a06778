// Mints and token accounts of SPL Token and Token-2022, read in place. One layout for both programs; the type says which
// of them may own the account: token::Mint, token_2022::Mint, token_interface::Mint (either), and so for Account.
//
// Layouts: solana-program/token interface/src/state.rs, solana-program/token-2022 interface/src/extension/mod.rs.
#pragma once

#include <grapnel/account.hpp>
#include <grapnel/program_interface.hpp>
#include <grapnel/programs/foreign.hpp>

namespace grapnel {

struct Token {
  static constexpr Pubkey kId = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"_pubkey;
};
struct Token2022 {
  static constexpr Pubkey kId = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"_pubkey;
};

namespace token {

using Program = Token;

enum class State : u8 { Uninitialized, Initialized, Frozen };

namespace detail {

inline constexpr u64 kMintSize = 82;
inline constexpr u64 kAccountSize = 165;
// With extensions: the base padded to 165 bytes, one byte that tells mint from account, then type-length-value entries.
// A multisig has 355 bytes and no such byte, so Token-2022 lets nothing else have that size.
inline constexpr u64 kMultisigSize = 355;
enum class Kind : u8 { Mint = 1, Account = 2 };

template <class... P>
inline constexpr bool kMayHaveExtensions = (grapnel::detail::kSame<P, Token2022> || ...);

template <u64 Base, Kind Wanted, bool Extensions>
[[gnu::always_inline]] inline bool has_size(const u8* data, u64 size) {
  if (size == Base) return true;
  if constexpr (Extensions) {
    return size > kAccountSize && size != kMultisigSize && data[kAccountSize] == static_cast<u8>(Wanted);
  } else {
    return false;
  }
}

}  // namespace detail

// [0] mint authority; [36] supply; [44] decimals; [45] initialized; [46] freeze authority
template <class... Programs>
struct MintOf {
  using Owners = List<Programs...>;
  static constexpr u64 kSize = detail::kMintSize;

  COption<Pubkey> mint_authority;
  Unaligned<u64> supply;
  u8 decimals;
  u8 is_initialized;
  COption<Pubkey> freeze_authority;

  [[gnu::always_inline]] static bool valid(const u8* data, u64 size) {
    return detail::has_size<kSize, detail::Kind::Mint, detail::kMayHaveExtensions<Programs...>>(data, size) &&
           data[45] == 1;
  }
  static bool initialized(const u8* data, u64 size) { return size < kSize || data[45] != 0; }
};

// [0] mint; [32] owner; [64] amount; [72] delegate; [108] state; [109] reserve of a native account; [121] delegated
// amount; [129] close authority
template <class... Programs>
struct AccountOf {
  using Owners = List<Programs...>;
  static constexpr u64 kSize = detail::kAccountSize;

  // Only ever read in place: 165 is no multiple of the alignment, a copy would reach behind the data.
  AccountOf(const AccountOf&) = delete;
  AccountOf& operator=(const AccountOf&) = delete;

  Pubkey mint;
  Pubkey owner;
  u64 amount;
  COption<Pubkey> delegate;
  State state;
  COption<u64> native_reserve;  // present: wrapped SOL, and the lamports that don't count
  Unaligned<u64> delegated_amount;
  COption<Pubkey> close_authority;

  bool is_frozen() const { return state == State::Frozen; }
  bool is_native() const { return native_reserve.has_value(); }

  [[gnu::always_inline]] static bool valid(const u8* data, u64 size) {
    return detail::has_size<kSize, detail::Kind::Account, detail::kMayHaveExtensions<Programs...>>(data, size) &&
           data[108] != 0;
  }
  static bool initialized(const u8* data, u64 size) { return size < kSize || data[108] != 0; }
};

using Mint = MintOf<Token>;
using Account = AccountOf<Token>;

static_assert(sizeof(Mint) == 82 && alignof(Mint) == 1);
static_assert(__builtin_offsetof(Mint, supply) == 36 && __builtin_offsetof(Mint, freeze_authority) == 46);
static_assert(__builtin_offsetof(Account, delegate) == 72 && __builtin_offsetof(Account, native_reserve) == 109 &&
              __builtin_offsetof(Account, delegated_amount) == 121 &&
              __builtin_offsetof(Account, close_authority) == 129);

}  // namespace token

namespace token_2022 {
using Program = Token2022;
using token::State;
using Mint = token::MintOf<Token2022>;
using Account = token::AccountOf<Token2022>;
}  // namespace token_2022

namespace token_interface {
using token::State;
using Mint = token::MintOf<Token, Token2022>;
using Account = token::AccountOf<Token, Token2022>;
}  // namespace token_interface

// Anchor's Interface<TokenInterface>.
using TokenInterface = ProgramInterface<Token, Token2022>;

}  // namespace grapnel
