// Program-derived addresses: found by the compiler for literal seeds, by the host for any. The run-time check of a
// program stands in seeds.hpp.
#pragma once

#include <grapnel/array.hpp>
#include <grapnel/detail/compiler.hpp>
#include <grapnel/ed25519.hpp>
#include <grapnel/lamports.hpp>
#include <grapnel/pubkey.hpp>
#include <grapnel/sha256.hpp>

namespace grapnel {

struct Pda {
  Pubkey address;
  u8 bump = 0;
};

namespace detail {

inline constexpr Text kPdaMarker = "ProgramDerivedAddress";

constexpr void add_seed(Sha256& hash, Text text) { hash.add(text); }
template <usize N>
constexpr void add_seed(Sha256& hash, const char (&text)[N]) {
  hash.add(Text{text, N - 1});
}
constexpr void add_seed(Sha256& hash, const Pubkey& key) {
  for (usize i = 0; i < 32; ++i) hash.add(key.byte(i));
}
template <class Integer>
  requires(kIsIntegral<Integer>)
constexpr void add_seed(Sha256& hash, Integer value) {
  for (usize i = 0; i < sizeof value; ++i) hash.add(static_cast<u8>(static_cast<u64>(value) >> (8 * i)));
}
template <usize N>
constexpr void add_seed(Sha256& hash, const Array<u8, N>& bytes) {
  hash.add(bytes.items, N);
}

}  // namespace detail

// The address of exactly these seeds and bump, also if it lies on the curve.
template <class... Seed>
constexpr Pubkey derive_program_address(const Pubkey& program, u8 bump, const Seed&... seeds) {
  Sha256 hash;
  (detail::add_seed(hash, seeds), ...);
  hash.add(bump);
  detail::add_seed(hash, program);
  hash.add(detail::kPdaMarker);
  const Digest digest = hash.finish();
  return Pubkey::from_bytes(digest.bytes);
}

// The address with the highest bump that is off the curve: the canonical one. Seeds are text, keys, integers (little
// endian, by their type's width) and Array<u8, N>, 32 bytes at most each. The chance that none exists is 2^-256.
template <class... Seed>
constexpr Pda find_program_address(const Pubkey& program, const Seed&... seeds) {
  for (u32 bump = 255; bump > 0; --bump) {
    const Pubkey address = derive_program_address(program, static_cast<u8>(bump), seeds...);
    u8 bytes[32]{};
    for (usize i = 0; i < 32; ++i) bytes[i] = address.byte(i);
    if (!detail::is_on_curve(bytes)) return {address, static_cast<u8>(bump)};
  }
  return {};
}

}  // namespace grapnel
