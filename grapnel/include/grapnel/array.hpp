// Array<T, N>: what T[N] would be in a reflected struct. Raw arrays can't be counted there, since braces may be left out
// around their elements.
#pragma once

#include <grapnel/integers.hpp>

namespace grapnel {

template <class T, usize N>
struct Array {
  static_assert(N > 0);
  T items[N]{};

  static constexpr usize size() { return N; }
  constexpr T& operator[](usize index) { return items[index]; }
  constexpr const T& operator[](usize index) const { return items[index]; }
  constexpr T* data() { return items; }
  constexpr const T* data() const { return items; }
  constexpr T* begin() { return items; }
  constexpr T* end() { return items + N; }
  constexpr const T* begin() const { return items; }
  constexpr const T* end() const { return items + N; }

  friend constexpr bool operator==(const Array& a, const Array& b) {
    for (usize i = 0; i < N; ++i) {
      if (!(a.items[i] == b.items[i])) return false;
    }
    return true;
  }
};

}  // namespace grapnel
