// Checked<T>: integer arithmetic in which overflow, underflow and division by zero are a value, never a wrap.
#pragma once

#include <grapnel/error.hpp>
#include <grapnel/integers.hpp>
#include <grapnel/lamports.hpp>
#include <grapnel/memory.hpp>

namespace grapnel {

namespace detail {

struct Product128 {
  u64 high;
  u64 low;
};

// 64 × 64 -> 128 bits in halves: clang's BPF back end has no 128-bit multiply.
constexpr Product128 multiply_wide(u64 a, u64 b) {
  const u64 a_low = a & 0xffffffff, a_high = a >> 32;
  const u64 b_low = b & 0xffffffff, b_high = b >> 32;
  const u64 low = a_low * b_low;
  const u64 middle = a_high * b_low + (low >> 32);             // < 2^64: (2^32-1)² + 2^32 - 1
  const u64 middle2 = a_low * b_high + (middle & 0xffffffff);  // likewise
  return {a_high * b_high + (middle >> 32) + (middle2 >> 32), middle2 << 32 | (low & 0xffffffff)};
}

}  // namespace detail

template <class T>
class Checked {
  static_assert(detail::kIsIntegral<T> && sizeof(T) <= 8);
  static constexpr bool kSigned = static_cast<T>(-1) < T{0};
  // The comparison that tells of an overflow is also the branch on it. Did LLVM see the sum beside it, it would take both
  // for one operation with a carry, which BPF hasn't, and make the carry a number first: three instructions more.
  static constexpr bool kBranches = !kSigned && sizeof(T) == sizeof(u64);

 public:
  constexpr Checked(T value) : value_(value) {}

  // False once any step left the range.
  constexpr explicit operator bool() const { return valid_; }
  // Only if valid; of an invalid one, 0.
  constexpr T value() const { return valid_ ? value_ : T{0}; }

  template <ErrorEnum E>
  [[gnu::always_inline]] Result<T> or_fail(E error) const {
    if (__builtin_expect(!valid_, false)) return fail(error);
    return value_;
  }

  friend constexpr Checked operator+(Checked a, Checked b) {
    Checked r{T{0}};
    if constexpr (kBranches) {
      r.value_ = detail::opaque(a.value_ + b.value_);
      r.valid_ = r.value_ >= b.value_ && a.valid_ && b.valid_;
    } else {
      r.valid_ = !__builtin_add_overflow(a.value_, b.value_, &r.value_) && a.valid_ && b.valid_;
    }
    return r;
  }
  friend constexpr Checked operator-(Checked a, Checked b) {
    Checked r{T{0}};
    if constexpr (kBranches) {
      r.value_ = detail::opaque(a.value_ - b.value_);
      r.valid_ = a.value_ >= b.value_ && a.valid_ && b.valid_;
    } else {
      r.valid_ = !__builtin_sub_overflow(a.value_, b.value_, &r.value_) && a.valid_ && b.valid_;
    }
    return r;
  }
  friend constexpr Checked operator*(Checked a, Checked b) {
    // By magnitudes: __builtin_mul_overflow of 64 bits needs a library function that BPF doesn't have.
    const bool negative = is_negative(a.value_) != is_negative(b.value_);
    const detail::Product128 product = detail::multiply_wide(magnitude(a.value_), magnitude(b.value_));
    Checked r{T{0}};
    const u64 limit = kSigned ? kMax + (negative ? 1 : 0) : kMax;
    r.valid_ = a.valid_ && b.valid_ && product.high == 0 && product.low <= limit;
    r.value_ = static_cast<T>(negative ? u64{0} - product.low : product.low);
    return r;
  }
  // Towards zero; by zero, and the lowest value by -1, are invalid.
  friend constexpr Checked operator/(Checked a, Checked b) {
    Checked r{T{0}};
    if (b.value_ == T{0}) {
      r.valid_ = false;
      return r;
    }
    const bool negative = is_negative(a.value_) != is_negative(b.value_);
    const u64 quotient = magnitude(a.value_) / magnitude(b.value_);  // unsigned: sBPF has no signed division
    const u64 limit = kSigned ? kMax + (negative ? 1 : 0) : kMax;
    r.valid_ = a.valid_ && b.valid_ && quotient <= limit;
    r.value_ = static_cast<T>(negative ? u64{0} - quotient : quotient);
    return r;
  }

 private:
  static constexpr u64 kMax = kSigned ? (u64{1} << (8 * sizeof(T) - 1)) - 1 : ~u64{0} >> (64 - 8 * sizeof(T));

  static constexpr bool is_negative(T value) { return kSigned && value < T{0}; }
  static constexpr u64 magnitude(T value) {
    return is_negative(value) ? u64{0} - static_cast<u64>(value) : static_cast<u64>(value);
  }

  T value_;
  bool valid_ = true;
};

constexpr Checked<u64> operator+(Lamports a, Lamports b) { return Checked<u64>{a.value()} + b.value(); }
constexpr Checked<u64> operator-(Lamports a, Lamports b) { return Checked<u64>{a.value()} - b.value(); }

// ⌊a·b/c⌋ with all 128 bits of a·b; invalid if c is 0 or the result doesn't fit. About 700 compute units when a·b needs
// more than 64 bits, about 20 otherwise.
constexpr Checked<u64> mul_div(u64 a, u64 b, u64 c) {
  detail::Product128 rest = detail::multiply_wide(a, b);
  if (c == 0 || rest.high >= c) return Checked<u64>{0} - 1;
  if (rest.high == 0) return rest.low / c;
  u64 quotient = 0;
  for (int bit = 63; bit >= 0; --bit) {  // rest.high < c holds at every step
    const bool carry = (rest.high >> 63) != 0;
    rest.high = rest.high << 1 | rest.low >> 63;
    rest.low <<= 1;
    if (carry || rest.high >= c) {
      rest.high -= c;
      quotient |= u64{1} << bit;
    }
  }
  return quotient;
}

}  // namespace grapnel
