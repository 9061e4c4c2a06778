// FoundAt<Program, seeds…>: tells clients that the account stands at the address which these seeds give under Program. It
// checks nothing, and costs nothing: for an account whose type proves its address, as only Program makes such accounts, there.
#pragma once

#include <grapnel/detail/reference.hpp>

namespace grapnel {

// Seeds are those of Seeds<…>, and In<&Args::field, &Field::member> for what lies inside an argument.
template <Pubkey Program, detail::Reference... Seed>
struct FoundAt {
  static_assert(sizeof...(Seed) > 0 && sizeof...(Seed) <= 15, "grapnel: 1 to 15 seeds; the bump is the sixteenth");

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site&) {
    return 0;
  }
};

}  // namespace grapnel
