// AccountFormat<T>: where a T lies in an account's data, and how an account is known to hold one. The general form is
// Anchor's, an account of this program behind a discriminator; a specialization describes an account of another program.
#pragma once

#include <grapnel/account_view.hpp>
#include <grapnel/detail/failure_table.hpp>
#include <grapnel/discriminator.hpp>
#include <grapnel/layout.hpp>

namespace grapnel {

template <class T>
  requires(!detail::HasDiscriminator<T>)
inline constexpr u64 kAccountDiscriminator = discriminator("account:", detail::kTypeName<T>);

namespace detail {

// Which program owns accounts that hold a T: the running one, unless T says another (`static constexpr Pubkey kProgram`),
// so that sister programs read each other's accounts from one header.
template <class T, class Module>
inline constexpr const Pubkey& kOwnerOf = Module::kIdStorage;
template <class T, class Module>
  requires requires { T::kProgram; }
inline constexpr const Pubkey& kOwnerOf<T, Module> = T::kProgram;

inline constexpr ErrorSet kDataErrors = ErrorSet::of(
    ErrorCode::AccountOwnedByWrongProgram, ErrorCode::AccountNotInitialized, ErrorCode::AccountDidNotDeserialize,
    ErrorCode::AccountDiscriminatorNotFound, ErrorCode::AccountDiscriminatorMismatch);

// Says which of the data checks failed; the hot path only knows that one did.
template <class Module, u64 TagSize, const Pubkey& Owner = Module::kIdStorage>
[[gnu::noinline, gnu::cold, clang::minsize]] u64 explain_data(const RawAccount* account, u32 name_id, u64 size) {
  using Table = FailureTable<Module>;
  u32 error = Table::template error_id<ErrorCode::AccountDiscriminatorMismatch>();
  if (!(account->owner == Owner)) {
    error = account->lamports == 0 ? Table::template error_id<ErrorCode::AccountNotInitialized>()
                                   : Table::template error_id<ErrorCode::AccountOwnedByWrongProgram>();
  } else if (account->size < TagSize) {
    error = Table::template error_id<ErrorCode::AccountDiscriminatorNotFound>();
  } else if (account->size < size) {
    error = Table::template error_id<ErrorCode::AccountDidNotDeserialize>();
  }
  return Table::raise(name_id | error);
}

}  // namespace detail

template <class T>
struct AccountFormat {
  static_assert(detail::require_plain_layout<T>());
  static constexpr const auto& kTag = detail::kAccountTag<T>;
  static_assert(
      kTag.size() % alignof(T) == 0,
      "grapnel: behind a discriminator of this length T is unaligned; use fields of a lower alignment, such as "
      "Array<u8, 8>, or a longer discriminator");
  static_assert(!detail::all_zero(kTag), "grapnel: an account's discriminator of zeros is what an empty account has");

  static constexpr bool kOurs = true;   // listed in the IDL; Init can create it
  static constexpr bool kPlain = true;  // owner, size and discriminator are all that is to be proven
  static constexpr u64 kOffset = kTag.size();
  static constexpr u64 kSizeMin = kOffset + sizeof(T);
  static constexpr u64 kSpace = kSizeMin;  // what Init makes
  static constexpr ErrorSet kErrors = detail::kDataErrors;

  // The hot path: whether the account holds a T.
  template <class Module>
  [[gnu::always_inline]] static bool holds(const RawAccount* account) {
    return account->owner == detail::kOwnerOf<T, Module> && account->size >= kSizeMin &&
           detail::begins_with<kTag>(account->data());
  }
  // The cold one: logs what is wrong with an account that doesn't, and gives the error's number.
  template <class Module>
  static u64 explain(const RawAccount* account, u32 name_id) {
    return detail::explain_data<Module, kOffset, detail::kOwnerOf<T, Module>>(account, name_id, kSizeMin);
  }
  // What Init writes into the zeroed data.
  [[gnu::always_inline]] static void begin(RawAccount* account) { detail::write_tag<kTag>(account->data()); }
};

}  // namespace grapnel
