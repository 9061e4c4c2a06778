// ProgramFormat<T, Program…>: accounts of programs without discriminators, known by what their bytes say, and the
// explanation of one that is not what its type says.
#pragma once

#include <grapnel/account_format.hpp>
#include <grapnel/unaligned.hpp>

namespace grapnel {

namespace detail {

template <class P>
inline constexpr Pubkey kProgramKey = P::kId;

template <class... P>
[[gnu::always_inline]] inline bool owned_by_any(const RawAccount* account) {
  return ((account->owner == kProgramKey<P>) || ...);
}

// Cold. Anchor's numbers: nothing there 3012, another owner 3007, bytes that are no T 3003.
template <class Module>
[[gnu::noinline, gnu::cold, clang::minsize]] u64 explain_foreign(const RawAccount* account, u32 name_id, bool owned,
                                                                 bool initialized) {
  using Table = FailureTable<Module>;
  u32 error = Table::template error_id<ErrorCode::AccountDidNotDeserialize>();
  if (!owned && account->lamports != 0) {
    error = Table::template error_id<ErrorCode::AccountOwnedByWrongProgram>();
  } else if (!owned || !initialized) {
    error = Table::template error_id<ErrorCode::AccountNotInitialized>();
  }
  return Table::raise(name_id | error);
}

}  // namespace detail

// The AccountFormat of accounts of the programs P: a T at the start of the data, which T::valid(data, size) accepts.
// T::initialized(data, size) tells an empty account from a wrong one.
template <class T, class... P>
struct ProgramFormat {
  static constexpr bool kOurs = false;
  static constexpr u64 kOffset = 0;
  static constexpr u64 kSizeMin = T::kSize;
  static constexpr ErrorSet kErrors = ErrorSet::of(
      ErrorCode::AccountOwnedByWrongProgram, ErrorCode::AccountNotInitialized, ErrorCode::AccountDidNotDeserialize);

  template <class Module>
  [[gnu::always_inline]] static bool holds(const RawAccount* account) {
    return detail::owned_by_any<P...>(account) && T::valid(account->data(), account->size);
  }
  template <class Module>
  [[gnu::noinline, gnu::cold, clang::minsize]] static u64 explain(const RawAccount* account, u32 name_id) {
    return detail::explain_foreign<Module>(account, name_id, detail::owned_by_any<P...>(account),
                                           T::initialized(account->data(), account->size));
  }
};

}  // namespace grapnel
