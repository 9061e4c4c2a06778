// Executable: the account is a program, whichever. A program that is known beforehand is Program<P>.
#pragma once

#include <grapnel/constraint_site.hpp>

namespace grapnel {

struct Executable {
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintExecutable);

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    if (__builtin_expect(site.account()->executable == 0, false))
      return site.template fail<ErrorCode::ConstraintExecutable>();
    return 0;
  }
};

}  // namespace grapnel
