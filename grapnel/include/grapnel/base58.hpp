// Base58 of 32-byte keys, at compile time.
#pragma once

#include <grapnel/integers.hpp>
#include <grapnel/text.hpp>

namespace grapnel::detail {

inline constexpr char kBase58Alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

struct Bytes32 {
  u8 bytes[32]{};
};

// Decodes exactly 32 bytes; a bad character or a value of another size stops the compilation
// (a trap is no constant expression).
consteval Bytes32 decode_base58_key(Text text) {
  Bytes32 out;
  usize leading_ones = 0;
  while (leading_ones < text.size && text.data[leading_ones] == '1') ++leading_ones;
  for (usize i = 0; i < text.size; ++i) {
    u32 carry = 0;
    while (carry < 58 && kBase58Alphabet[carry] != text.data[i]) ++carry;
    if (carry == 58) __builtin_trap();  // not a base58 character
    for (usize k = 32; k-- > 0;) {
      carry += out.bytes[k] * 58u;
      out.bytes[k] = static_cast<u8>(carry);
      carry >>= 8;
    }
    if (carry != 0) __builtin_trap();  // longer than 32 bytes
  }
  usize leading_zeros = 0;
  while (leading_zeros < 32 && out.bytes[leading_zeros] == 0) ++leading_zeros;
  if (leading_zeros != leading_ones) __builtin_trap();  // shorter than 32 bytes
  return out;
}

}  // namespace grapnel::detail
