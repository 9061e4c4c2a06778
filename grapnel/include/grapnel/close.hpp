// Close<&S::to> or Close<"to">: after the handler succeeded the account's lamports go to `to`, its discriminator is
// wiped, its data shrinks to nothing and it is given back to System. Lamports sent to it later in the transaction revive
// an empty system account, never one of ours.
#pragma once

#include <grapnel/detail/tabled.hpp>

namespace grapnel {

template <detail::Reference Destination>
struct Close {
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintClose);

  template <class Site>
  static consteval usize destination() {
    return detail::account_index<Destination.value, typename Site::AccountsType>();
  }

  template <class Site>
  static consteval detail::Relation relation() {
    return {0, destination<Site>(), ErrorCode::ConstraintClose};
  }

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    constexpr usize kTo = destination<Site>();
    static_assert(kTo != detail::kNotFound, "grapnel: Close: no account of that name in the accounts struct");
    static_assert(Site::Field::kWritable, "grapnel: Close stands on a Mut account");
    if constexpr (kTo != detail::kNotFound) {
      static_assert(detail::FieldType<typename Site::AccountsType, kTo>::kWritable,
                    "grapnel: Close: the receiving account must be Mut");
      // Closing into itself would destroy the lamports.
      if (__builtin_expect(detail::field_at<kTo>(site.accounts).raw() == site.account(), false)) {
        return site.template fail<ErrorCode::ConstraintClose>();
      }
    }
    return 0;
  }

  template <class Site>
  [[gnu::always_inline]] static u64 finish(Site& site) {
    RawAccount* account = site.account();
    detail::field_at<destination<Site>()>(site.accounts).raw()->lamports += account->lamports;
    account->lamports = 0;
    using Data = detail::DataOf<typename Site::Field>;
    if constexpr (!detail::kSame<Data, void>) {
      detail::write_tag<detail::kZeroTag<AccountFormat<Data>::kOffset>>(account->data());
    }
    account->size = 0;
    account->owner = Pubkey{};
    return 0;
  }
};

}  // namespace grapnel
