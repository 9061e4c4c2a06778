// Hash256 and its comparison: SHA-256 digests as the programs store them. A config's, a document's, a Merkle root's.
#pragma once

#include <grapnel/grapnel.hpp>

namespace zestron {

using Hash256 = grapnel::Array<grapnel::u8, 32>;
inline constexpr Hash256 kNoHash{};

// By words: byte by byte would cost 160 compute units.
constexpr bool equal(const Hash256& a, const Hash256& b) {
  if (__builtin_is_constant_evaluated()) return a == b;
  grapnel::u64 difference = 0;
  for (grapnel::usize at = 0; at < sizeof a; at += sizeof(grapnel::u64)) {
    difference |= grapnel::load<grapnel::u64>(a.items + at) ^ grapnel::load<grapnel::u64>(b.items + at);
  }
  return difference == 0;
}

}  // namespace zestron
