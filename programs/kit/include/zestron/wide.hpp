// Numbers of two machine words: the product of two words, division by a word, square root. Every formula of money that
// multiplies before it divides uses these; as a template they are proven exhaustively with words of 8 bits.
//
// Nothing here overflows except where a comment says that a word wraps, which the result is independent of.
#pragma once

#include <grapnel/grapnel.hpp>

namespace zestron {

using grapnel::Checked;

// high · 2^bits + low.
template <class Word>
struct Wide {
  Word high = 0;
  Word low = 0;

  friend constexpr bool operator==(const Wide&, const Wide&) = default;
  friend constexpr bool operator<(const Wide& a, const Wide& b) {
    return a.high != b.high ? a.high < b.high : a.low < b.low;
  }
};

namespace detail {

template <class Word>
inline constexpr unsigned kBits = 8 * sizeof(Word);
template <class Word>
inline constexpr unsigned kHalf = kBits<Word> / 2;
template <class Word>
inline constexpr Word kHalfMask = static_cast<Word>((grapnel::u64{1} << kHalf<Word>)-1);

template <class Word>
constexpr Word low_half(Word value) {
  return static_cast<Word>(value & kHalfMask<Word>);
}
template <class Word>
constexpr Word high_half(Word value) {
  return static_cast<Word>(value >> kHalf<Word>);
}
template <class Word>
constexpr Word halves(Word high, Word low) {
  return static_cast<Word>(high << kHalf<Word> | low);
}

// A number above zero with its highest bit set, and by how many bits it was shifted for that.
template <class Word>
struct Scaled {
  Word value;
  Word shift;
};
// By halves: what LLVM makes of __builtin_clzll for sBPF, a count of bits, takes twice as much.
template <class Word>
constexpr Scaled<Word> scale(Word value) {
  Word shift = 0;
  for (unsigned step = kHalf<Word>; step > 0; step /= 2) {
    if (static_cast<Word>(value >> (kBits<Word> - step)) != 0) continue;
    shift = static_cast<Word>(shift + step);
    value = static_cast<Word>(value << step);
#ifdef __bpf__
    if (!__builtin_is_constant_evaluated())
      asm("" : "+r"(value));  // else LLVM computes both and chooses, which is dearer
#endif
  }
  return {value, shift};
}

// One digit of half a word of `top`:`next` / divisor, whose highest bit is set; top < divisor. The estimate by the
// divisor's upper half is at most two too large. `top` becomes the remainder.
template <class Word>
constexpr Word next_digit(Word& top, Word next, Word divisor) {
  const Word upper = high_half(divisor);
  const Word lower = low_half(divisor);
  Word digit = static_cast<Word>(top / upper);
  Word rest = static_cast<Word>(top - digit * upper);
  while (high_half(digit) != 0 || static_cast<Word>(digit * lower) > halves(rest, next)) {
    digit = static_cast<Word>(digit - 1);
    rest = static_cast<Word>(rest + upper);
    if (high_half(rest) != 0) break;
  }
  top = static_cast<Word>(halves(top, next) - digit * divisor);  // wraps twice, and the difference is below divisor
  return digit;
}

}  // namespace detail

template <class Word>
constexpr Wide<Word> multiply(Word a, Word b) {
  using detail::halves, detail::high_half, detail::low_half;
  const Word low = static_cast<Word>(low_half(a) * low_half(b));
  // At most (2^half − 1)² + 2^half − 1: neither sum overflows.
  const Word middle = static_cast<Word>(high_half(a) * low_half(b) + high_half(low));
  // The same as below, without what is zero then: seconds, and most factors that a ratio makes, are of half a word.
  if (high_half(b) == 0) return {high_half(middle), halves(low_half(middle), low_half(low))};
  const Word middle2 = static_cast<Word>(low_half(a) * high_half(b) + low_half(middle));
  return {static_cast<Word>(high_half(a) * high_half(b) + high_half(middle) + high_half(middle2)),
          halves(low_half(middle2), low_half(low))};
}

template <class Word>
struct Division {
  Word quotient = 0;
  Word remainder = 0;
};

// By schoolbook with digits of half a word (Knuth, The Art of Computer Programming 2, 4.3.1 D). Precondition: n.high <
// divisor, which is also what makes the quotient fit. Out of line, since everything here calls it.
template <class Word>
[[gnu::noinline]] constexpr Division<Word> divide(Wide<Word> n, Word divisor) {
  if (n.high == 0) return {static_cast<Word>(n.low / divisor), static_cast<Word>(n.low % divisor)};
  const auto [scaled, shift] = detail::scale(divisor);
  // In two steps, since a shift by all bits of a word is none.
  Word top = static_cast<Word>(n.high << shift | static_cast<Word>(n.low >> 1) >> (detail::kBits<Word> - 1 - shift));
  // Its digits leave above and the quotient's come in below.
  Word low = static_cast<Word>(n.low << shift);
#pragma clang loop unroll(disable)
  for (int digits = 0; digits < 2; ++digits)
    low = detail::halves(low, detail::next_digit(top, detail::high_half(low), scaled));
  return {low, static_cast<Word>(top >> shift)};
}

// ⌊a·b/c⌋ and ⌈a·b/c⌉; invalid if c is 0 or the result doesn't fit a word.
template <class Word>
constexpr Checked<Word> multiply_divide_down(Word a, Word b, Word c) {
  const Wide<Word> product = multiply(a, b);
  if (product.high >= c) return Checked<Word>{Word{0}} - Checked<Word>{Word{1}};
  return divide(product, c).quotient;
}
template <class Word>
constexpr Checked<Word> multiply_divide_up(Word a, Word b, Word c) {
  const Wide<Word> product = multiply(a, b);
  if (product.high >= c) return Checked<Word>{Word{0}} - Checked<Word>{Word{1}};
  const Division<Word> division = divide(product, c);
  return Checked<Word>{division.quotient} + Checked<Word>{static_cast<Word>(division.remainder != 0 ? 1 : 0)};
}

// ⌊√n⌋, which always fits a word. Newton's iteration from above, at most seven divisions: it falls until it is there.
template <class Word>
constexpr Word square_root(Wide<Word> n) {
  constexpr Word kMost = static_cast<Word>(~Word{0});
  if (n == Wide<Word>{}) return 0;
  // A power of two that is no smaller than the root; n.high < root holds from then on, as divide() asks.
  const Word bits = static_cast<Word>(n.high != 0 ? 2 * detail::kBits<Word> - detail::scale(n.high).shift
                                                  : detail::kBits<Word> - detail::scale(n.low).shift);
  const Word half = static_cast<Word>((bits + 1) / 2);
  Word root = half < detail::kBits<Word> ? static_cast<Word>(Word{1} << half) : kMost;
  if (n.high == kMost) return kMost;
  while (true) {
    const Word other = divide(n, root).quotient;
    if (other >= root) return root;
    root = static_cast<Word>(other + (root - other) / 2);
  }
}

// ⌈√n⌉; invalid if it doesn't fit a word.
template <class Word>
constexpr Checked<Word> square_root_up(Wide<Word> n) {
  const Word root = square_root(n);
  return multiply(root, root) == n ? Checked<Word>{root} : Checked<Word>{root} + Checked<Word>{Word{1}};
}

// ⌊s²·n/d⌋ in two words, and whether nothing was cut off.
template <class Word>
struct ScaledSquare {
  bool fits = false;
  bool exact = false;
  Wide<Word> value{};
};

// With all three words of s²·n; it does not fit if d is 0 or the result needs more than two words.
template <class Word>
constexpr ScaledSquare<Word> scale_square(Word s, Word n, Word d) {
  const Wide<Word> square = multiply(s, s);
  const Wide<Word> lower = multiply(square.low, n);
  const Wide<Word> upper = multiply(square.high, n);
  const Word middle = static_cast<Word>(upper.low + lower.high);                   // wraps into carry
  const Word top = static_cast<Word>(upper.high + (middle < lower.high ? 1 : 0));  // below 2^bits: s²·n is three words
  if (top >= d) return {};
  const Division<Word> first = divide(Wide<Word>{top, middle}, d);
  const Division<Word> second = divide(Wide<Word>{first.remainder, lower.low}, d);
  return {true, second.remainder == 0, {first.quotient, second.quotient}};
}

}  // namespace zestron
