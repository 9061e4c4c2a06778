// RentExempt: the account holds the lamports that its size asks for. Costs the 100 units of reading Rent. What Init and
// Realloc leave is exempt by itself.
#pragma once

#include <grapnel/constraint_site.hpp>
#include <grapnel/sysvar.hpp>

namespace grapnel {

struct RentExempt {
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintRentExempt);

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    const RawAccount* account = site.account();
    if (__builtin_expect(account->lamports < Rent::get().minimum_balance(account->size).value(), false))
      return site.template fail<ErrorCode::ConstraintRentExempt>();
    return 0;
  }
};

}  // namespace grapnel
