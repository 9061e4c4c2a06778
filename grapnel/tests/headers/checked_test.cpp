// Checked arithmetic against 128-bit integers.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <grapnel/checked.hpp>

#include <limits>

namespace grapnel {
namespace {

using Wide = __int128;

template <class T>
bool fits(Wide value) {
  return value >= Wide{std::numeric_limits<T>::min()} && value <= Wide{std::numeric_limits<T>::max()};
}

// Values where overflow happens are rare among uniform ones; half of these lie at the edges.
template <class T>
rc::Gen<T> edgy() {
  return rc::gen::oneOf(
      rc::gen::arbitrary<T>(),
      rc::gen::map(rc::gen::inRange(0, 4),
                   [](int d) { return static_cast<T>(std::numeric_limits<T>::max() - static_cast<T>(d)); }),
      rc::gen::map(rc::gen::inRange(0, 4),
                   [](int d) { return static_cast<T>(std::numeric_limits<T>::min() + static_cast<T>(d)); }),
      rc::gen::map(rc::gen::inRange(0, 64), [](int shift) { return static_cast<T>(u64{1} << shift); }));
}

template <class T>
void agrees_with_wide_integers() {
  const T a = *edgy<T>();
  const T b = *edgy<T>();
  const auto same = [](Checked<T> got, Wide want) {
    RC_ASSERT(static_cast<bool>(got) == fits<T>(want));
    if (got) RC_ASSERT(Wide{got.value()} == want);
    if (!got) RC_ASSERT(got.value() == T{0});
  };
  same(Checked<T>{a} + b, Wide{a} + Wide{b});
  same(Checked<T>{a} - b, Wide{a} - Wide{b});
  Wide product;  // of two u64 it may even leave 128 signed bits
  const bool too_wide = __builtin_mul_overflow(Wide{a}, Wide{b}, &product);
  if (too_wide) RC_ASSERT(!(Checked<T>{a} * b));
  if (!too_wide) same(Checked<T>{a} * b, product);
  if (b != 0) same(Checked<T>{a} / b, Wide{a} / Wide{b});
  RC_ASSERT(!(Checked<T>{a} / T{0}));
}

RC_GTEST_PROP(Checked, u64_agrees_with_wide_integers, ()) { agrees_with_wide_integers<u64>(); }
RC_GTEST_PROP(Checked, i64_agrees_with_wide_integers, ()) { agrees_with_wide_integers<i64>(); }
RC_GTEST_PROP(Checked, u32_agrees_with_wide_integers, ()) { agrees_with_wide_integers<u32>(); }
RC_GTEST_PROP(Checked, u8_agrees_with_wide_integers, ()) { agrees_with_wide_integers<u8>(); }

TEST(Checked, an_overflow_stays) {
  const Checked<u64> sum = Checked<u64>{~u64{0}} + 1;
  EXPECT_FALSE(sum - 1);
  EXPECT_FALSE(sum * 0);
}

RC_GTEST_PROP(MulDiv, is_the_floor_of_the_exact_quotient, ()) {
  using UWide = unsigned __int128;
  const u64 a = *edgy<u64>();
  const u64 b = *edgy<u64>();
  const u64 c = *edgy<u64>();
  const Checked<u64> got = mul_div(a, b, c);
  if (c == 0) {
    RC_ASSERT(!got);
    return;
  }
  const UWide want = UWide{a} * b / c;
  RC_ASSERT(static_cast<bool>(got) == (want <= ~u64{0}));
  if (got) RC_ASSERT(UWide{got.value()} == want);
}

}  // namespace
}  // namespace grapnel
