// Constraint<predicate, Error::X>: a condition of the program's own. The predicate takes the account's data, the whole
// accounts struct, or that and the arguments, each by const reference. An account that Init creates is checked after it.
#pragma once

#include <grapnel/detail/reference.hpp>

namespace grapnel {

template <auto Predicate, auto Error>
struct Constraint {
  static_assert(ErrorEnum<detail::RemoveCvref<decltype(Error)>>,
                "grapnel: the error of a Constraint is an enum with message(error) in its namespace");

 private:
  template <class Accounts>
  [[gnu::always_inline]] static const Accounts& read(Accounts& accounts) {
    return accounts;
  }
  // What the predicate takes.
  template <class Site>
  static constexpr bool kOfArguments = requires(Site& site) { Predicate(read(site.accounts), site.args); };
  template <class Site>
  static constexpr bool kOfAccounts = requires(Site& site) { Predicate(read(site.accounts)); };

 public:
  template <class Site>
  static constexpr bool kOfOneAccount = !kOfAccounts<Site> && !kOfArguments<Site>;

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    if (__builtin_expect(!holds(site), false)) return site.fail_with(Error);
    return 0;
  }

 private:
  template <class Site>
  [[gnu::always_inline]] static bool holds(Site& site) {
    using Data = detail::DataOf<typename Site::Field>;
    if constexpr (kOfArguments<Site>) {
      return Predicate(read(site.accounts), site.args);
    } else if constexpr (kOfAccounts<Site>) {
      return Predicate(read(site.accounts));
    } else if constexpr (!detail::kSame<Data, void>) {
      return Predicate(detail::data_of<Data>(site.account()));
    } else {
      static_assert(detail::kAlwaysFalse<Site>,
                    "grapnel: a Constraint's predicate takes (const T& data), (const Accounts&) or "
                    "(const Accounts&, const Args&)");
      return false;
    }
  }
};

}  // namespace grapnel
