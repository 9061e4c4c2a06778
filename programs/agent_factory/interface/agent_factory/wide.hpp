// Products of two 64-bit numbers where mul_div is not enough: division rounded up, comparison without division, square
// root. Below valuation and average cost, which are made of them.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

// a·b < c·d, with all 128 bits. About 50 compute units.
constexpr bool product_less(u64 a, u64 b, u64 c, u64 d) {
  const grapnel::detail::Product128 left = grapnel::detail::multiply_wide(a, b);
  const grapnel::detail::Product128 right = grapnel::detail::multiply_wide(c, d);
  return left.high != right.high ? left.high < right.high : left.low < right.low;
}

// mul_div out of line: its loop stands in the program once.
[[gnu::noinline]] constexpr Checked<u64> mul_div_down(u64 a, u64 b, u64 c) { return mul_div(a, b, c); }

// ⌈a·b/c⌉; invalid if c is 0 or the result doesn't fit.
constexpr Checked<u64> mul_div_up(u64 a, u64 b, u64 c) {
  const Checked<u64> down = mul_div_down(a, b, c);
  if (!down) return down;
  return product_less(down.value(), c, a, b) ? down + 1 : down;
}

// ⌊√(a·b)⌋, which always fits. Bit by bit, about 1,500 compute units.
constexpr u64 product_root(u64 a, u64 b) {
  u64 root = 0;
  for (u64 bit = u64{1} << 63; bit != 0; bit >>= 1) {
    const u64 tried = root | bit;
    if (!product_less(a, b, tried, tried)) root = tried;
  }
  return root;
}

}  // namespace agent_factory
