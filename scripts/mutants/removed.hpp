// What scripts/mutants.py puts around each written check: whether it is the one to be left out.
#pragma once

#include <cstdlib>
#include <cstring>

namespace mutants {

inline const char* chosen() {
  static const char* const name = std::getenv("MUTANT") ? std::getenv("MUTANT") : "";
  return name;
}

constexpr bool out(const char* name) {
  return __builtin_is_constant_evaluated() ? false : std::strcmp(chosen(), name) == 0;
}

// A sum that has to fit; without the check it is what Checked makes of one that doesn't, zero.
template <class C, class E>
constexpr auto or_fail(const C& checked, E error, bool is_out) {
  return is_out ? decltype(checked.or_fail(error))(checked.value()) : checked.or_fail(error);
}

}  // namespace mutants
