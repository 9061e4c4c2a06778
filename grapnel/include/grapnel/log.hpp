// Log lines of a program. Text is a literal: 100 compute units; formatting numbers into text costs about 22 a digit, so
// numbers and keys go through the runtime's own calls.
#pragma once

#include <grapnel/syscalls.hpp>

namespace grapnel {

template <usize N>
[[gnu::always_inline]] inline void log(const char (&text)[N]) {
  sol_log_(text, N - 1);
}

[[gnu::always_inline]] inline void log(const Pubkey& key) { sol_log_pubkey(&key); }

// Five numbers in hexadecimal.
[[gnu::always_inline]] inline void log(u64 a, u64 b = 0, u64 c = 0, u64 d = 0, u64 e = 0) {
  sol_log_64_(a, b, c, d, e);
}

[[gnu::always_inline]] inline void log_compute_units() { sol_log_compute_units_(); }

}  // namespace grapnel
