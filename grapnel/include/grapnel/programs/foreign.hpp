// What the layouts of other programs' accounts have in common: values that stand at any address, C-style options, and
// the explanation of an account that is not what its type says.
#pragma once

#include <grapnel/account_format.hpp>
#include <grapnel/memory.hpp>

namespace grapnel {

// A T at any address: bytes, so that the struct around it has no padding. Reads and writes cost what an aligned one does.
template <class T>
struct Bytewise {
  u8 bytes[sizeof(T)];

  [[gnu::always_inline]] operator T() const { return load<T>(bytes); }
  [[gnu::always_inline]] T get() const { return load<T>(bytes); }
};

template <>
struct Bytewise<Pubkey> {
  u8 bytes[32];

  [[gnu::always_inline]] operator Pubkey() const { return get(); }
  // Word by word: the target's copy of a whole struct is a call.
  [[gnu::always_inline]] Pubkey get() const { return {{word(0), word(1), word(2), word(3)}}; }
  [[gnu::always_inline]] bool is(const Pubkey& key) const {
    return word(0) == key.words[0] && word(1) == key.words[1] && word(2) == key.words[2] && word(3) == key.words[3];
  }
  // How many programs write "nobody".
  bool is_zero() const { return (word(0) | word(1) | word(2) | word(3)) == 0; }

 private:
  [[gnu::always_inline]] u64 word(usize index) const { return load<u64>(bytes + 8 * index); }
};

// solana-program-option's COption as spl-token packs it: u32 0 or 1, then room for the value in either case.
template <class T>
struct BytewiseOption {
  Bytewise<u32> tag;
  Bytewise<T> content;

  [[gnu::always_inline]] bool has_value() const { return tag.get() == 1; }
  [[gnu::always_inline]] explicit operator bool() const { return has_value(); }
  [[gnu::always_inline]] T value() const { return content.get(); }  // only if there is one
  [[gnu::always_inline]] bool is(const Pubkey& key) const
    requires(detail::kSame<T, Pubkey>)
  {
    return has_value() && content.is(key);
  }
};
static_assert(sizeof(BytewiseOption<Pubkey>) == 36 && alignof(BytewiseOption<Pubkey>) == 1);

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
  [[gnu::noinline, gnu::cold]] static u64 explain(const RawAccount* account, u32 name_id) {
    return detail::explain_foreign<Module>(account, name_id, detail::owned_by_any<P...>(account),
                                           T::initialized(account->data(), account->size));
  }
};

}  // namespace grapnel
