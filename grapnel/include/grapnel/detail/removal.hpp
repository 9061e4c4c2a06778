// Whether a check that an account's type declares is made: always. scripts/mutants.py compiles with another header of this name
// in front, which leaves out the one that the environment names, and sees which test notices.
#pragma once

namespace grapnel::detail {

// The checks that aren't a constraint with a type of its own.
namespace checks {
struct Signature;  // it has signed
struct Writable;   // it is writable
struct Once;       // it stands at no other place of the list
struct Kind;       // it is what its type says: owner and discriminator, or the program's address
struct New;        // Init finds nothing there
}  // namespace checks

// Else no instruction is laid out for bytes (hot.hpp), whose checks are rows of tables and can't be left out one at a time.
inline constexpr bool kAllChecksAreMade = true;

template <class Check, class Accounts, auto Index>
[[gnu::always_inline]] constexpr bool is_made() {
  return true;
}

}  // namespace grapnel::detail
