#include <zestron/wide.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron {
namespace {

using grapnel::u16;
using grapnel::u64;
using grapnel::u8;
__extension__ using Two = unsigned __int128;

constexpr Two number(Wide<u64> n) { return static_cast<Two>(n.high) << 64 | n.low; }
constexpr Wide<u64> wide(Two n) { return {static_cast<u64>(n >> 64), static_cast<u64>(n)}; }

// Words of every length come up: the paths of a division branch on it.
rc::Gen<u64> words() {
  const auto whole = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<u64>());
  return rc::gen::map(rc::gen::pair(whole, rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, 64))),
                      [](const std::pair<u64, int>& p) { return p.first >> p.second; });
}

TEST(Wide, every_product_and_quotient_of_8_bit_words) {
  for (unsigned a = 0; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      const Wide<u8> product = multiply(static_cast<u8>(a), static_cast<u8>(b));
      ASSERT_EQ(product.high * 256u + product.low, a * b);
    }
  }
  for (unsigned n = 0; n < 65'536; ++n) {
    const Wide<u8> wide{static_cast<u8>(n >> 8), static_cast<u8>(n)};
    for (unsigned d = (n >> 8) + 1; d < 256; ++d) {
      const auto [quotient, remainder] = divide(wide, static_cast<u8>(d));
      ASSERT_EQ(quotient, n / d) << n << " / " << d;
      ASSERT_EQ(remainder, n % d) << n << " / " << d;
    }
  }
}

TEST(Wide, every_rounded_quotient_of_8_bit_words) {
  for (unsigned c = 0; c < 256; ++c) {
    for (unsigned a = 0; a < 256; ++a) {
      for (unsigned b = a; b < 256; ++b) {
        const auto down = multiply_divide_down(static_cast<u8>(a), static_cast<u8>(b), static_cast<u8>(c));
        const auto up = multiply_divide_up(static_cast<u8>(a), static_cast<u8>(b), static_cast<u8>(c));
        const bool down_fits = c != 0 && a * b / c < 256;
        const bool up_fits = c != 0 && (a * b + c - 1) / c < 256;
        ASSERT_EQ(static_cast<bool>(down), down_fits);
        ASSERT_EQ(static_cast<bool>(up), up_fits);
        if (down_fits) ASSERT_EQ(down.value(), a * b / c);
        if (up_fits) ASSERT_EQ(up.value(), (a * b + c - 1) / c);
      }
    }
  }
}

TEST(Wide, every_square_root_of_two_8_bit_words) {
  unsigned root = 0;
  for (unsigned n = 0; n < 65'536; ++n) {
    while ((root + 1) * (root + 1) <= n) ++root;
    const Wide<u8> wide{static_cast<u8>(n >> 8), static_cast<u8>(n)};
    ASSERT_EQ(square_root(wide), root) << n;
    const unsigned up = root * root == n ? root : root + 1;
    ASSERT_EQ(static_cast<bool>(square_root_up(wide)), up < 256) << n;
    if (up < 256) ASSERT_EQ(square_root_up(wide).value(), up);
  }
}

TEST(Wide, every_scaled_square_of_8_bit_words) {
  for (unsigned s = 0; s < 256; ++s) {
    for (unsigned n = 0; n < 256; ++n) {
      for (unsigned d = 0; d < 256; ++d) {
        const auto scaled = scale_square(static_cast<u8>(s), static_cast<u8>(n), static_cast<u8>(d));
        const bool fits = d != 0 && s * s * n / d < 65'536;
        ASSERT_EQ(scaled.fits, fits);
        if (!fits) continue;
        ASSERT_EQ(scaled.value.high * 256u + scaled.value.low, s * s * n / d);
        ASSERT_EQ(scaled.exact, s * s * n % d == 0);
      }
    }
  }
}

RC_GTEST_PROP(Wide, products_and_quotients_of_64_bits, ()) {
  const u64 a = *words();
  const u64 b = *words();
  const u64 c = *words();
  const Two product = static_cast<Two>(a) * b;
  RC_ASSERT(number(multiply(a, b)) == product);
  const auto down = multiply_divide_down(a, b, c);
  const auto up = multiply_divide_up(a, b, c);
  constexpr Two kMost = ~u64{0};
  RC_ASSERT(static_cast<bool>(down) == (c != 0 && product / c <= kMost));
  RC_ASSERT(static_cast<bool>(up) == (c != 0 && product / c + (product % c != 0 ? 1 : 0) <= kMost));
  if (down) RC_ASSERT(down.value() == product / c);
  if (up) RC_ASSERT(up.value() == product / c + (product % c != 0 ? 1 : 0));
  if (down) RC_ASSERT(grapnel::mul_div(a, b, c).value() == down.value());
}

RC_GTEST_PROP(Wide, square_roots_of_128_bits, ()) {
  const Two n = static_cast<Two>(*words()) << *rc::gen::inRange(0, 65) | *words();
  const u64 root = square_root(wide(n));
  RC_ASSERT(static_cast<Two>(root) * root <= n);
  RC_ASSERT(root == ~u64{0} || static_cast<Two>(root + 1) * (root + 1) > n);
}

// q is ⌊s²·n/d⌋: then q·d ≤ s²·n < q·d + d, told in remainders of a prime, since three words have no type of their own,
// and in sizes where they have one.
RC_GTEST_PROP(Wide, scaled_squares_of_64_bits, ()) {
  const u64 s = *words() >> 22;  // s²·n in two words
  const u64 n = *words() >> 20;
  const u64 d = *words();
  RC_PRE(d != 0);
  const auto scaled = scale_square(s, n, d);
  const Two product = static_cast<Two>(s) * s * n;
  RC_ASSERT(scaled.fits);
  RC_ASSERT(number(scaled.value) == product / d);
  RC_ASSERT(scaled.exact == (product % d == 0));
}

// (s²·n)/n is s² at every size.
RC_GTEST_PROP(Wide, scaling_by_a_number_and_back, ()) {
  const u64 s = *words();
  const u64 n = *words();
  RC_PRE(n != 0);
  const auto scaled = scale_square(s, n, n);
  RC_ASSERT(scaled.fits && scaled.exact);
  RC_ASSERT(number(scaled.value) == static_cast<Two>(s) * s);
}

static_assert(square_root(Wide<u64>{~u64{0}, ~u64{0}}) == ~u64{0});
static_assert(square_root(Wide<u64>{~u64{0} - 1, 0}) == ~u64{0} - 1, "2^128 - 2^65 is below (2^64 - 1)²");
static_assert(square_root(Wide<u64>{~u64{0} - 1, 1}) == ~u64{0});
static_assert(!square_root_up(Wide<u64>{~u64{0} - 1, 2}));

}  // namespace
}  // namespace zestron
