// Text: a view of characters. Literal: a string as a template argument, as in Seeds<"counter">.
#pragma once

#include <grapnel/integers.hpp>

namespace grapnel {

struct Text {
  const char* data = nullptr;
  usize size = 0;

  constexpr Text() = default;
  constexpr Text(const char* first, usize length) : data(first), size(length) {}
  // Implicit, so that `return "…";` reads well in message().
  constexpr Text(const char* terminated) : data(terminated) {
    while (terminated[size] != 0) ++size;
  }

  constexpr bool empty() const { return size == 0; }

  friend constexpr bool operator==(const Text& a, const Text& b) {
    if (a.size != b.size) return false;
    for (usize i = 0; i < a.size; ++i) {
      if (a.data[i] != b.data[i]) return false;
    }
    return true;
  }
};

template <usize N>
struct Literal {
  static constexpr usize kSize = N - 1;
  char chars[N]{};

  consteval Literal() = default;
  consteval Literal(const char (&text)[N]) {
    for (usize i = 0; i < N; ++i) chars[i] = text[i];
  }
  constexpr Text text() const { return {chars, kSize}; }
};
template <usize N>
Literal(const char (&)[N]) -> Literal<N>;

}  // namespace grapnel
