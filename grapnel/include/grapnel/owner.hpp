// Owner<kProgram>: the account belongs to this program. For accounts of foreign programs, on Unchecked.
#pragma once

#include <grapnel/constraint_site.hpp>

namespace grapnel {

template <Pubkey Expected>
struct Owner {
  static constexpr Pubkey kOwner = Expected;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintOwner);

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    return site.template same<ErrorCode::ConstraintOwner>(site.account()->owner, kOwner);
  }
};

}  // namespace grapnel
