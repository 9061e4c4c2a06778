// Whether 32 bytes are a point of edwards25519, for constant evaluation and for the host. An address that is a point
// may have a private key, so a program-derived address must not be one. Programs use the syscall at run time.
#pragma once

#include <grapnel/integers.hpp>

namespace grapnel::detail {

// An element of GF(2^255 - 19) in five limbs of 51 bits, not always fully reduced.
struct FieldElement {
  u64 limb[5]{};
};

inline constexpr u64 kLimbMask = (u64{1} << 51) - 1;

constexpr FieldElement multiply(const FieldElement& x, const FieldElement& y) {
  using Wide = unsigned __int128;  // BPF has no 128-bit multiply; in constant evaluation clang allows it there too
  const u64* a = x.limb;
  const u64* b = y.limb;
  const u64 b1 = 19 * b[1], b2 = 19 * b[2], b3 = 19 * b[3], b4 = 19 * b[4];  // 2^255 = 19
  Wide r[5] = {
      Wide{a[0]} * b[0] + Wide{a[1]} * b4 + Wide{a[2]} * b3 + Wide{a[3]} * b2 + Wide{a[4]} * b1,
      Wide{a[0]} * b[1] + Wide{a[1]} * b[0] + Wide{a[2]} * b4 + Wide{a[3]} * b3 + Wide{a[4]} * b2,
      Wide{a[0]} * b[2] + Wide{a[1]} * b[1] + Wide{a[2]} * b[0] + Wide{a[3]} * b4 + Wide{a[4]} * b3,
      Wide{a[0]} * b[3] + Wide{a[1]} * b[2] + Wide{a[2]} * b[1] + Wide{a[3]} * b[0] + Wide{a[4]} * b4,
      Wide{a[0]} * b[4] + Wide{a[1]} * b[3] + Wide{a[2]} * b[2] + Wide{a[3]} * b[1] + Wide{a[4]} * b[0],
  };
  FieldElement out;
  for (usize i = 0; i < 4; ++i) {
    r[i + 1] += r[i] >> 51;
    out.limb[i] = static_cast<u64>(r[i]) & kLimbMask;
  }
  out.limb[4] = static_cast<u64>(r[4]) & kLimbMask;
  out.limb[0] += 19 * static_cast<u64>(r[4] >> 51);
  out.limb[1] += out.limb[0] >> 51;
  out.limb[0] &= kLimbMask;
  return out;
}

constexpr FieldElement square_times(FieldElement x, int times) {
  while (times-- > 0) x = multiply(x, x);
  return x;
}

// x^((p-1)/2), (p-1)/2 = 2^254 - 10: 1 for a square, 0 for zero, -1 otherwise.
constexpr FieldElement legendre(const FieldElement& x) {
  const FieldElement x2 = multiply(x, x);
  const FieldElement x3 = multiply(x2, x);
  const FieldElement e5 = multiply(square_times(multiply(square_times(x3, 2), x3), 1), x);  // x^(2^5 - 1)
  const FieldElement e10 = multiply(square_times(e5, 5), e5);
  const FieldElement e20 = multiply(square_times(e10, 10), e10);
  const FieldElement e40 = multiply(square_times(e20, 20), e20);
  const FieldElement e50 = multiply(square_times(e40, 10), e10);
  const FieldElement e100 = multiply(square_times(e50, 50), e50);
  const FieldElement e200 = multiply(square_times(e100, 100), e100);
  const FieldElement e250 = multiply(square_times(e200, 50), e50);
  return multiply(square_times(e250, 4), multiply(x3, x3));  // (2^250 - 1)·16 + 6 = 2^254 - 10
}

constexpr bool is_zero_or_one(FieldElement x) {
  for (int pass = 0; pass < 3; ++pass) {
    u64 carry = 0;
    for (u64& limb : x.limb) {
      limb += carry;
      carry = limb >> 51;
      limb &= kLimbMask;
    }
    x.limb[0] += 19 * carry;
  }
  const bool high_zero = (x.limb[1] | x.limb[2] | x.limb[3] | x.limb[4]) == 0;
  if (high_zero && x.limb[0] <= 1) return true;
  // The same two values plus p, which reduction by limbs can leave behind.
  const bool high_full =
      x.limb[1] == kLimbMask && x.limb[2] == kLimbMask && x.limb[3] == kLimbMask && x.limb[4] == kLimbMask;
  return high_full && (x.limb[0] == kLimbMask - 18 || x.limb[0] == kLimbMask - 17);
}

// RFC 8032 5.1.3: y encodes a point iff u/v = (y² - 1)/(d·y² + 1) is a square, and u/v is one iff u·v is. Like
// curve25519-dalek's decompress (which the runtime uses), a y that is not reduced and x = 0 with a sign bit are accepted.
constexpr bool is_on_curve(const u8* bytes) {
  constexpr FieldElement kD = {
      {929955233495203, 466365720129213, 1662059464998953, 2033849074728123, 1442794654840575}};
  FieldElement y;
  for (usize bit = 0; bit < 255; ++bit) {
    if ((bytes[bit / 8] >> (bit % 8) & 1) != 0) y.limb[bit / 51] |= u64{1} << (bit % 51);
  }
  const FieldElement y2 = multiply(y, y);
  FieldElement u = y2;  // + 2p - 1, so that no limb goes below zero
  u.limb[0] += 2 * (kLimbMask - 18) - 1;
  for (usize i = 1; i < 5; ++i) u.limb[i] += 2 * kLimbMask;
  FieldElement v = multiply(kD, y2);
  v.limb[0] += 1;
  const FieldElement one = {{1}};
  return is_zero_or_one(legendre(multiply(multiply(u, one), v)));
}

}  // namespace grapnel::detail
