// Pubkey: a 32-byte address as four words, which is how the VM compares it in the fewest instructions.
#pragma once

#include <grapnel/base58.hpp>
#include <grapnel/integers.hpp>

namespace grapnel {

struct Pubkey;

// What is inlined in all code but that for bytes, where it stands once: the tool knows it by this namespace.
namespace detail::shared {
[[gnu::always_inline]] constexpr bool are_equal(const Pubkey& a, const Pubkey& b);
}

struct Pubkey {
  u64 words[4]{};  // little endian; the bytes in memory are the key's

  [[gnu::always_inline]] constexpr friend bool operator==(const Pubkey& a, const Pubkey& b) {
    return detail::shared::are_equal(a, b);
  }

  // Order of the bytes, as in Solana's Ord of Pubkey.
  constexpr friend bool operator<(const Pubkey& a, const Pubkey& b) {
    for (usize i = 0; i < 32; ++i) {
      if (a.byte(i) != b.byte(i)) return a.byte(i) < b.byte(i);
    }
    return false;
  }

  constexpr u8 byte(usize index) const { return static_cast<u8>(words[index / 8] >> (8 * (index % 8))); }

  // The 32 bytes; live as long as this key.
  const u8* data() const { return reinterpret_cast<const u8*>(words); }

  static constexpr usize size() { return 32; }

  static constexpr Pubkey from_bytes(const u8* bytes) {
    Pubkey key;
    for (usize i = 0; i < 32; ++i) key.words[i / 8] |= u64{bytes[i]} << (8 * (i % 8));
    return key;
  }
};

namespace detail {

// Inlined everywhere.
[[gnu::always_inline]] constexpr bool have_equal_words(const Pubkey& a, const Pubkey& b) {
  // Written out: clang keeps a loop of four as a loop on this target, at three times the cost.
  return a.words[0] == b.words[0] && a.words[1] == b.words[1] && a.words[2] == b.words[2] && a.words[3] == b.words[3];
}

constexpr bool shared::are_equal(const Pubkey& a, const Pubkey& b) { return have_equal_words(a, b); }

}  // namespace detail

inline namespace literals {

// "11111111111111111111111111111111"_pubkey; anything but 32 bytes in base58 does not compile.
consteval Pubkey operator""_pubkey(const char* text, usize size) {
  const detail::Bytes32 decoded = detail::decode_base58_key({text, size});
  return Pubkey::from_bytes(decoded.bytes);
}

}  // namespace literals
}  // namespace grapnel
