// Wide products, prices and the loss bound against the same formulas in 128 bits.
#include <agent_factory/valuation.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

namespace agent_factory {
namespace {

using Wide = unsigned __int128;
constexpr u64 kMost = ~u64{0};

// Small and large numbers alike; rapidcheck's own shrink to small ones.
rc::Gen<u64> any_number() {
  return rc::gen::oneOf(rc::gen::arbitrary<u64>(), rc::gen::inRange<u64>(0, 300),
                        rc::gen::inRange<u64>(kMost - 300, kMost),
                        rc::gen::map(rc::gen::inRange(0, 64), [](int bit) { return u64{1} << bit; }));
}

Wide divided_up(Wide product, u64 by) { return product / by + (product % by != 0 ? 1 : 0); }

TEST(Wide, small_numbers_are_exact) {
  for (u64 a = 0; a < 40; ++a) {
    for (u64 b = 0; b < 40; ++b) {
      for (u64 c = 1; c < 40; ++c) {
        ASSERT_EQ(mul_div_up(a, b, c).value(), (a * b + c - 1) / c);
        ASSERT_EQ(product_less(a, b, c, 7), a * b < c * 7);
      }
      const u64 root = zestron::square_root(zestron::multiply(a, b));
      ASSERT_TRUE(root * root <= a * b && (root + 1) * (root + 1) > a * b);
    }
  }
  EXPECT_FALSE(mul_div_up(1, 1, 0));
}

TEST(Wide, all_numbers_are_exact) {
  EXPECT_TRUE(rc::check("mul_div_up, product_less, square_root", [] {
    const u64 a = *any_number(), b = *any_number(), c = *any_number(), d = *any_number();
    const Wide ab = Wide{a} * b;
    RC_ASSERT(product_less(a, b, c, d) == (ab < Wide{c} * d));
    const Checked<u64> up = mul_div_up(a, b, c);
    if (c == 0 || divided_up(ab, c) > kMost) {
      RC_ASSERT(!up);
    } else {
      RC_ASSERT(up && up.value() == divided_up(ab, c));
    }
    const u64 root = zestron::square_root(zestron::multiply(a, b));
    RC_ASSERT(Wide{root} * root <= ab);
    RC_ASSERT(root == kMost || (Wide{root} + 1) * (Wide{root} + 1) > ab);
  }));
}

TEST(Valuation, a_price_in_units) {
  UnitPrice price;
  // 150 dollars a SOL, quoted in a mint of six decimals: a lamport is 0.00015 quote units.
  ASSERT_TRUE(unit_price(15'000'000'000, -8, 9, 6, price));
  EXPECT_EQ(price, (UnitPrice{15'000'000'000, 100'000'000'000}));
  EXPECT_EQ(value_of(1'000'000'000, price, Rounding::Down).value(), 150'000'000u);
  EXPECT_EQ(value_of(1, price, Rounding::Down).value(), 0u);
  EXPECT_EQ(value_of(1, price, Rounding::Up).value(), 1u);
  // A dollar of no decimals.
  ASSERT_TRUE(unit_price(1, 0, 0, 6, price));
  EXPECT_EQ(price, (UnitPrice{1'000'000, 1}));
}

TEST(Valuation, a_scale_that_does_not_fit_is_no_price) {
  UnitPrice price{7, 7};
  EXPECT_FALSE(unit_price(0, -8, 9, 6, price));
  EXPECT_FALSE(unit_price(1, -12, 18, 6, price));
  EXPECT_FALSE(unit_price(2, 13, 0, 6, price));
  EXPECT_FALSE(unit_price(20, 12, 0, 6, price));
  EXPECT_TRUE(unit_price(10, 12, 0, 6, price));
  price = {7, 7};
  EXPECT_FALSE(unit_price(1, 2'000'000'000, 0, 0, price));
  EXPECT_FALSE(unit_price(1, -2'000'000'000, 0, 0, price));
  EXPECT_EQ(price, (UnitPrice{7, 7}));
}

TEST(Valuation, values_are_exact_and_rounded_against_the_wallet) {
  EXPECT_TRUE(rc::check("value_of", [] {
    const UnitPrice price{std::max<u64>(*any_number(), 1), std::max<u64>(*any_number(), 1)};
    const u64 amount = *any_number();
    const Wide product = Wide{amount} * price.numerator;
    const Checked<u64> down = value_of(amount, price, Rounding::Down);
    const Checked<u64> up = value_of(amount, price, Rounding::Up);
    RC_ASSERT(static_cast<bool>(down) == (product / price.denominator <= kMost));
    RC_ASSERT(static_cast<bool>(up) == (divided_up(product, price.denominator) <= kMost));
    if (down) RC_ASSERT(down.value() == static_cast<u64>(product / price.denominator));
    ValueBounds bounds;
    RC_ASSERT(value_bounds(amount, price, bounds) == static_cast<bool>(up));
    if (up) RC_ASSERT(bounds.down == down.value() && bounds.up == up.value());
    if (up) RC_ASSERT(up.value() == static_cast<u64>(divided_up(product, price.denominator)));
  }));
}

TEST(Valuation, the_loss_bound_at_its_edge) {
  EXPECT_TRUE(is_within_loss(10'000, 9'800, 200));
  EXPECT_FALSE(is_within_loss(10'000, 9'799, 200));
  EXPECT_TRUE(is_within_loss(1, 1, 0));
  EXPECT_FALSE(is_within_loss(1, 0, 200));
  EXPECT_TRUE(is_within_loss(1, 0, 10'000));
  EXPECT_TRUE(is_within_loss(kMost, 0, 60'000));
  EXPECT_TRUE(is_within_loss(0, 0, 0));
}

TEST(Valuation, the_loss_bound_is_exact) {
  EXPECT_TRUE(rc::check("is_within_loss", [] {
    const u64 out = *any_number();
    const u64 in = *rc::gen::oneOf(any_number(), rc::gen::just(static_cast<u64>(Wide{out} * 98 / 100)));
    const u16 bps = *rc::gen::arbitrary<u16>();
    const u64 kept = bps >= 10'000 ? 0u : 10'000u - bps;
    RC_ASSERT(is_within_loss(out, in, bps) == (Wide{in} * 10'000 >= Wide{out} * kept));
  }));
}

constexpr UnitPrice kOne{1, 1};

Checked<u64> value_of_shares(u64 shares, const PoolValue& pool, const UnitPrice& price_0, const UnitPrice& price_1,
                             Rounding rounding) {
  UnitPrice price;
  if (!share_price(pool, price_0, price_1, rounding, price)) return Checked<u64>{0} - 1;
  return value_of(shares, price, rounding);
}

TEST(Valuation, shares_are_worth_their_part_of_a_balanced_pool) {
  const PoolValue pool{1'000'000, 1'000'000, 500};
  EXPECT_EQ(value_of_shares(5, pool, kOne, kOne, Rounding::Down).value(), 20'000u);
  EXPECT_EQ(value_of_shares(500, pool, kOne, kOne, Rounding::Down).value(), 2'000'000u);
  EXPECT_FALSE(value_of_shares(1, {1, 1, 0}, kOne, kOne, Rounding::Down));
  EXPECT_FALSE(value_of_shares(1, {kMost, kMost, 1}, kOne, kOne, Rounding::Down));
}

TEST(Valuation, a_pushed_pool_is_worth_no_more) {
  EXPECT_TRUE(rc::check("reserves of the same product", [] {
    const u64 a = *rc::gen::inRange<u64>(1'000, 1u << 20), b = *rc::gen::inRange<u64>(1'000, 1u << 20);
    const u64 pushed_by = *rc::gen::inRange<u64>(1, 1'000);
    // The other reserve rounded down: never a larger product.
    const PoolValue pool{a, b, 1'000'000}, pushed{a * pushed_by, b / pushed_by, 1'000'000};
    RC_ASSERT(value_of_shares(1'000, pushed, kOne, kOne, Rounding::Down).value() <=
              value_of_shares(1'000, pool, kOne, kOne, Rounding::Down).value());
  }));
}

TEST(Valuation, shares_against_floating_point) {
  EXPECT_TRUE(rc::check("2·√(v₀·v₁)·shares/supply", [] {
    const PoolValue pool{*rc::gen::inRange<u64>(1, 1ull << 40), *rc::gen::inRange<u64>(1, 1ull << 40),
                         *rc::gen::inRange<u64>(1, 1ull << 40)};
    const UnitPrice price_0{*rc::gen::inRange<u64>(1, 1'000'000), *rc::gen::inRange<u64>(1, 1'000'000)};
    const UnitPrice price_1{*rc::gen::inRange<u64>(1, 1'000'000), *rc::gen::inRange<u64>(1, 1'000'000)};
    const u64 shares = *rc::gen::inRange<u64>(0, 1ull << 20);
    const Checked<u64> down = value_of_shares(shares, pool, price_0, price_1, Rounding::Down);
    const Checked<u64> up = value_of_shares(shares, pool, price_0, price_1, Rounding::Up);
    RC_PRE(down && up);
    RC_ASSERT(down.value() <= up.value());
    const auto value = [](u64 reserve, const UnitPrice& price) {
      return static_cast<long double>(reserve) * static_cast<long double>(price.numerator) /
             static_cast<long double>(price.denominator);
    };
    const long double exact = 2 * sqrtl(value(pool.reserve_0, price_0) * value(pool.reserve_1, price_1)) *
                              static_cast<long double>(shares) / static_cast<long double>(pool.supply);
    RC_ASSERT(static_cast<long double>(down.value()) <= exact * 1.000000001L + 1e-9L);
    RC_ASSERT(static_cast<long double>(up.value()) >= exact * 0.999999999L - 1e-9L);
  }));
}

}  // namespace
}  // namespace agent_factory
