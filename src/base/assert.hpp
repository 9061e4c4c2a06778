// Assertions: for our own mistakes only, never for outside input. They stay on in release builds.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace zestron::detail {
[[noreturn]] inline void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
  std::abort();
}
}  // namespace zestron::detail

#define ZESTRON_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::zestron::detail::assertion_failed(#condition, __FILE__, __LINE__))
