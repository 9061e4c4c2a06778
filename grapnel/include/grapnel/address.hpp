// Address<kKey>: the account is exactly this one.
#pragma once

#include <grapnel/constraint_site.hpp>

namespace grapnel {

template <Pubkey Expected>
struct Address {
  static constexpr Pubkey kAddress = Expected;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintAddress);

  template <class Site>
  static constexpr bool kOfOneAccount = true;

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    return site.template same<ErrorCode::ConstraintAddress>(site.account()->key, kAddress);
  }
};

}  // namespace grapnel
