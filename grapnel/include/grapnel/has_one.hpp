// HasOne<&T::field>: the key stored in the account's data equals the key of the account of that name; a second
// argument names another account: HasOne<&T::field, "owner">.
#pragma once

#include <grapnel/detail/tabled.hpp>

namespace grapnel {

template <auto Member, detail::Reference Target = "">
struct HasOne {
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintHasOne);

  // Nothing to compare in an account that this instruction has just created (InitIfNeeded).
  static constexpr bool kComparesStoredData = true;

  static consteval Text target() {
    if constexpr (Target.value.kSize == 0) {
      return detail::kNameOf<Member>;
    } else {
      return Target.value.text();
    }
  }

  template <class Site>
  static consteval detail::Relation relation() {
    using Data = detail::DataOf<typename Site::Field>;
    if constexpr (detail::kSame<Data, typename detail::MemberOf<decltype(Member)>::Class>) {
      if constexpr (AccountFormat<Data>::kOurs) {
        return {detail::place_of_stored<Data, Member>(), detail::account_named<typename Site::AccountsType>(target()),
                ErrorCode::ConstraintHasOne};
      }
    }
    return {};
  }

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    using Accounts = typename Site::AccountsType;
    using Data = detail::DataOf<typename Site::Field>;
    constexpr usize kTarget = detail::account_named<Accounts>(target());
    constexpr bool kData = detail::kSame<Data, typename detail::MemberOf<decltype(Member)>::Class>;
    static_assert(kTarget != detail::kNotFound, "grapnel: HasOne: no account of that name in the accounts struct");
    static_assert(detail::require_always_there<Accounts, kTarget>());
    static_assert(kData, "grapnel: HasOne<&T::field> stands on an Account<T>");
    if constexpr (kTarget != detail::kNotFound && kData) {
      const Pubkey& stored = detail::data_of<Data>(site.account()).*Member;
      const Pubkey& given = detail::field_at<kTarget>(site.accounts).raw()->key;
      return site.template same<ErrorCode::ConstraintHasOne>(stored, given);
    } else {
      return 0;
    }
  }
};

}  // namespace grapnel
