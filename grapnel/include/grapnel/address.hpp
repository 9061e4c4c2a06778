// Address<kKey>: the account is exactly this one.
#pragma once

#include <grapnel/constraint_site.hpp>

namespace grapnel {

template <Pubkey Expected>
struct Address {
  static constexpr Pubkey kAddress = Expected;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintAddress);

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    if (__builtin_expect(!(site.account()->key == kAddress), false))
      return site.template fail<ErrorCode::ConstraintAddress>();
    return 0;
  }
};

}  // namespace grapnel
