// The integer names of Solana programs, the same types as <cstdint>'s on the host. clang's BPF target has no standard
// library, so nothing under grapnel/ that a program includes may use one.
#pragma once

namespace grapnel {

using u8 = __UINT8_TYPE__;
using u16 = __UINT16_TYPE__;
using u32 = __UINT32_TYPE__;
using u64 = __UINT64_TYPE__;
using i8 = __INT8_TYPE__;
using i16 = __INT16_TYPE__;
using i32 = __INT32_TYPE__;
using i64 = __INT64_TYPE__;
using usize = decltype(sizeof 0);

// 128-bit integers are two words: LLVM aligns __int128 to 16, the runtime's input only to 8.
struct U128 {
  u64 low = 0;
  u64 high = 0;
  friend constexpr bool operator==(const U128&, const U128&) = default;
};

struct I128 {
  u64 low = 0;
  i64 high = 0;
  friend constexpr bool operator==(const I128&, const I128&) = default;
};

}  // namespace grapnel
