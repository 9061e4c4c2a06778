// Keys as people write them. Host only.
#pragma once

#include <grapnel/base58.hpp>
#include <grapnel/pubkey.hpp>

#include <array>
#include <string>

namespace grapnel {

inline std::string to_base58(const Pubkey& key) {
  std::array<u8, 44> digits{};  // base 58, least significant first
  for (usize i = 0; i < 32; ++i) {
    u32 carry = key.byte(i);
    for (u8& digit : digits) {
      carry += u32{digit} * 256;
      digit = static_cast<u8>(carry % 58);
      carry /= 58;
    }
  }
  std::string text;
  for (usize i = 0; i < 32 && key.byte(i) == 0; ++i) text += '1';
  usize size = digits.size();
  while (size > 0 && digits[size - 1] == 0) --size;
  while (size > 0) text += detail::kBase58Alphabet[digits[--size]];
  return text;
}

}  // namespace grapnel
