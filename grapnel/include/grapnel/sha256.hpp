// SHA-256 (FIPS 180-4) for constant evaluation and for the host. Programs use the syscall at run time.
#pragma once

#include <grapnel/integers.hpp>
#include <grapnel/text.hpp>

namespace grapnel {

struct Digest {
  u8 bytes[32]{};
};

class Sha256 {
 public:
  constexpr void add(u8 byte) {
    block_[size_++ % 64] = byte;
    if (size_ % 64 == 0) compress();
  }
  constexpr void add(const u8* bytes, usize count) {
    for (usize i = 0; i < count; ++i) add(bytes[i]);
  }
  constexpr void add(Text text) {
    for (usize i = 0; i < text.size; ++i) add(static_cast<u8>(text.data[i]));
  }

  // Ends the message; the object is used up.
  constexpr Digest finish() {
    const u64 bits = size_ * 8;
    add(u8{0x80});
    while (size_ % 64 != 56) add(u8{0});
    for (int shift = 56; shift >= 0; shift -= 8) add(static_cast<u8>(bits >> shift));
    Digest digest;
    for (usize i = 0; i < 32; ++i) digest.bytes[i] = static_cast<u8>(state_[i / 4] >> (24 - 8 * (i % 4)));
    return digest;
  }

 private:
  static constexpr u32 kRound[64] = {
      0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
      0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
      0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
      0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
      0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
      0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
      0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
      0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

  static constexpr u32 rotate(u32 x, int n) { return x >> n | x << (32 - n); }

  constexpr void compress() {
    u32 w[64]{};
    for (usize i = 0; i < 16; ++i) {
      w[i] = u32{block_[4 * i]} << 24 | u32{block_[4 * i + 1]} << 16 | u32{block_[4 * i + 2]} << 8 | block_[4 * i + 3];
    }
    for (usize i = 16; i < 64; ++i) {
      const u32 s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
      const u32 s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    u32 v[8]{};
    for (usize i = 0; i < 8; ++i) v[i] = state_[i];
    for (usize i = 0; i < 64; ++i) {
      const u32 sum1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
      const u32 choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
      const u32 t1 = v[7] + sum1 + choice + kRound[i] + w[i];
      const u32 sum0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
      const u32 majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
      for (usize k = 7; k > 0; --k) v[k] = v[k - 1];
      v[4] += t1;
      v[0] = t1 + sum0 + majority;
    }
    for (usize i = 0; i < 8; ++i) state_[i] += v[i];
  }

  u32 state_[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  u8 block_[64]{};
  u64 size_ = 0;
};

// The first eight bytes of sha256(prefix ‖ name), little endian: Anchor's discriminator ("global:", "account:", "event:").
constexpr u64 discriminator(Text prefix, Text name) {
  Sha256 hash;
  hash.add(prefix);
  hash.add(name);
  const Digest digest = hash.finish();
  u64 value = 0;
  for (usize i = 0; i < 8; ++i) value |= u64{digest.bytes[i]} << (8 * i);
  return value;
}

}  // namespace grapnel
