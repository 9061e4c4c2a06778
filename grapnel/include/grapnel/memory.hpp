// Loads and stores at any address.
#pragma once

#include <grapnel/integers.hpp>

namespace grapnel {

// On sBPF an unaligned access is one instruction and allowed, while clang spells a memcpy of a u64 as 23. On the host a
// plain access would be undefined behaviour, and a memcpy is one instruction.
template <class T>
[[gnu::always_inline]] inline T load(const void* from) {
#ifdef __bpf__
  return *static_cast<const T*>(from);
#else
  T value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
#endif
}

template <class T>
[[gnu::always_inline]] inline void store(void* to, T value) {
#ifdef __bpf__
  *static_cast<T*>(to) = value;
#else
  __builtin_memcpy(to, &value, sizeof value);
#endif
}

namespace detail {

// A value whose origin LLVM doesn't see; no instruction.
[[gnu::always_inline]] constexpr u64 opaque(u64 value) {
#ifdef __bpf__
  if (!__builtin_is_constant_evaluated()) __asm__("" : "+r"(value));
#endif
  return value;
}

}  // namespace detail

}  // namespace grapnel
