// Site: what a constraint sees when it is checked, and how a new constraint is written.
//
// A constraint is a type with some of these members:
//
//   static constexpr ErrorSet kErrors                     what it can raise; absent: nothing
//   template <class Site> static u64 check(Site& site)    0, or the number that site.fail<…>() returned
//   template <class Site> static u64 finish(Site& site)   after the handler succeeded (close, realloc, …)
//
// All functions on the way are inlined; a failing check costs two instructions, its text lies in tables of the module.
#pragma once

#include <grapnel/account_view.hpp>
#include <grapnel/detail/composite.hpp>
#include <grapnel/detail/failure_table.hpp>
#include <grapnel/reflect.hpp>

namespace grapnel {

namespace detail {

// 0, or the number of the error `id`, which is raised. In code for bytes it takes the place of 32 instructions.
template <class Module>
[[gnu::noinline, clang::minsize]] u64 same_keys(const Pubkey& a, const Pubkey& b, u32 id) {
  return have_equal_words(a, b) ? 0 : FailureTable<Module>::raise(id);
}

}  // namespace detail

// `Accounts` is the user's struct, `Index` the field that carries the constraint. Where that struct is a composite, `Root`
// is the one that the handler takes. `Small`: the instruction is laid out for bytes, see hot.hpp.
template <class ModuleType, class Accounts, usize Index, class Args, class Root = Accounts, bool Small = false>
struct Site {
  using Module = ModuleType;
  using AccountsType = Accounts;
  using RootType = Root;
  using ArgsType = Args;
  using Field = detail::FieldType<Accounts, Index>;
  static constexpr usize kIndex = Index;
  static constexpr const Pubkey& kProgramId = Module::kIdStorage;

  Accounts& accounts;
  const Args& args;

  [[gnu::always_inline]] auto& field() { return detail::field_at<Index>(accounts); }
  [[gnu::always_inline]] RawAccount* account() { return field().raw(); }

  // The account in the field of that name.
  template <Literal Name>
  [[gnu::always_inline]] RawAccount* named() {
    constexpr usize kAt = detail::account_named<Accounts>(Name.text());
    static_assert(kAt != detail::kNotFound, "grapnel: no account of that name in the accounts struct");
    if constexpr (kAt != detail::kNotFound) {
      return detail::field_at<kAt>(accounts).raw();
    } else {
      return nullptr;
    }
  }

  static constexpr u32 name_id() { return detail::FailureTable<Module>::template kNameId<Accounts, Index>; }

  // 0 if the keys are equal, else fail<Code>(). What most constraints come down to.
  template <ErrorCode Code>
  [[gnu::always_inline]] u64 same(const Pubkey& a, const Pubkey& b) {
    if constexpr (Small) {
      using Table = detail::FailureTable<Module>;
      return detail::same_keys<Module>(a, b, name_id() | Table::template error_id<Code>());
    } else {
      if (__builtin_expect(!(a == b), false)) return fail<Code>();
      return 0;
    }
  }

  // Logs "AnchorError caused by account: <this field>. …" and gives the number.
  template <ErrorCode Code>
  [[gnu::always_inline]] u64 fail() {
    return detail::FailureTable<Module>::template fail<Code, Accounts, Index>();
  }
  template <class E>
  [[gnu::always_inline]] u64 fail_with(E error) {
    return detail::FailureTable<Module>::template fail_with<Accounts, Index>(error);
  }
};

}  // namespace grapnel
