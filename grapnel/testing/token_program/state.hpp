// What lies in mints, token accounts and multisigs, written in place. Read as leniently as p-token does: of an option only
// the first byte counts, so that accounts which a test has put there wrongly are seen here as they are there.
#pragma once

#include <grapnel/account_view.hpp>
#include <grapnel/array.hpp>
#include <grapnel/unaligned.hpp>

#include <optional>

#include "errors.hpp"

namespace grapnel::testing::token_program_detail {

// 1, three bytes that nobody reads, content that stays when the option is emptied.
template <class T>
class Optional {
 public:
  bool has_value() const { return tag_ == 1; }
  std::optional<T> get() const { return has_value() ? std::optional<T>(content_.get()) : std::nullopt; }
  void set(const T& value) {
    tag_ = 1;
    content_ = value;
  }
  void clear() { tag_ = 0; }
  void assign(const std::optional<T>& value) { value ? set(*value) : clear(); }

 private:
  u8 tag_;
  u8 unread_[3];
  Unaligned<T> content_;
};

inline constexpr Pubkey kIncinerator = "1nc1nerator11111111111111111111111111111111"_pubkey;

enum class State : u8 { Uninitialized, Initialized, Frozen };

struct TokenAccount {
  static constexpr u64 kSize = 165;

  Unaligned<Pubkey> mint;
  Unaligned<Pubkey> owner;
  Unaligned<u64> amount;
  Optional<Pubkey> delegate;
  u8 state;
  Optional<u64> native_reserve;  // of wrapped SOL
  Unaligned<u64> delegated_amount;
  Optional<Pubkey> close_authority;

  // Anybody may burn from it and close it.
  bool is_nobodys() const { return owner.is_zero() || owner.is(kIncinerator); }
  bool is_native() const { return native_reserve.has_value(); }
  bool is_initialized() const { return checked_state() != State::Uninitialized; }
  bool is_frozen() const { return checked_state() == State::Frozen; }
  State checked_state() const {
    if (state > static_cast<u8>(State::Frozen)) refuse(ProgramError::InvalidAccountData);
    return static_cast<State>(state);
  }
};

struct Mint {
  static constexpr u64 kSize = 82;

  Optional<Pubkey> mint_authority;
  Unaligned<u64> supply;
  u8 decimals;
  u8 initialized;
  Optional<Pubkey> freeze_authority;

  bool is_initialized() const {
    if (initialized > 1) refuse(ProgramError::InvalidAccountData);
    return initialized == 1;
  }
};

struct Multisig {
  static constexpr u64 kSize = 355;
  static constexpr u8 kSignersMax = 11;

  u8 required;
  u8 count;
  u8 initialized;
  Array<Unaligned<Pubkey>, kSignersMax> signers;

  bool is_initialized() const {
    if (initialized > 1) refuse(ProgramError::InvalidAccountData);
    return initialized == 1;
  }
};

static_assert(sizeof(TokenAccount) == TokenAccount::kSize && alignof(TokenAccount) == 1);
static_assert(sizeof(Mint) == Mint::kSize && alignof(Mint) == 1);
static_assert(sizeof(Multisig) == Multisig::kSize && alignof(Multisig) == 1);

// By size alone: p-token leaves it to the runtime to refuse a change of another program's account.
template <class T>
T& with_size_of(RawAccount& account) {
  if (account.size != T::kSize) refuse(ProgramError::InvalidAccountData);
  return *reinterpret_cast<T*>(account.data());
}
template <class T>
T& initialized(RawAccount& account) {
  T& value = with_size_of<T>(account);
  if (!value.is_initialized()) refuse(ProgramError::UninitializedAccount);
  return value;
}

}  // namespace grapnel::testing::token_program_detail
