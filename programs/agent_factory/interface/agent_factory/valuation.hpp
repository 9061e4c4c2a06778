// Valuation: what amounts of a mint are worth in units of the quote mint, and whether an execution lost more than its
// holder allows. Pure integers; every rounding is against the wallet: what leaves is worth more, what comes less.
#pragma once

#include <agent_factory/program.hpp>
#include <zestron/wide.hpp>

namespace agent_factory {

// Of the products and roots of zestron/wide.hpp those that are asked for here, out of line: each stands in the program once.
[[gnu::noinline]] constexpr Checked<u64> mul_div_down(u64 a, u64 b, u64 c) {
  return zestron::multiply_divide_down(a, b, c);
}
[[gnu::noinline]] constexpr Checked<u64> mul_div_up(u64 a, u64 b, u64 c) {
  return zestron::multiply_divide_up(a, b, c);
}
// a·b < c·d, with all 128 bits.
constexpr bool product_less(u64 a, u64 b, u64 c, u64 d) { return zestron::multiply(a, b) < zestron::multiply(c, d); }

// One unit of a mint is worth numerator / denominator units of the quote mint; neither is 0.
struct UnitPrice {
  u64 numerator = 1;
  u64 denominator = 1;

  friend constexpr bool operator==(const UnitPrice&, const UnitPrice&) = default;
};

enum class Rounding : u8 { Down, Up };

namespace valuation_detail {

inline constexpr i32 kPowersOfTen = 20;  // 10^19 is the largest that fits
constexpr u64 power_of_ten(i32 exponent) {
  u64 power = 1;
  for (i32 i = 0; i < exponent; ++i) power *= 10;  // no overflow: exponent < kPowersOfTen
  return power;
}
struct Powers {
  u64 of[kPowersOfTen];
};
inline constexpr Powers kPower = [] {
  Powers powers{};
  for (i32 i = 0; i < kPowersOfTen; ++i) powers.of[i] = power_of_ten(i);
  return powers;
}();

}  // namespace valuation_detail

// From price · 10^exponent dollars for a whole token of `decimals`, where a whole quote token of `quote_decimals` is a
// dollar: one unit is worth price · 10^(exponent + quote_decimals − decimals) quote units. False, and `out` as it was, for a
// price of 0 and where the power of ten doesn't fit: a mint of such scale has no usable price.
constexpr bool unit_price(u64 price, i32 exponent, u8 decimals, u8 quote_decimals, UnitPrice& out) {
  if (price == 0 || exponent < -64 || exponent > 64) return false;
  const i32 shift = exponent + quote_decimals - decimals;
  if (shift <= -valuation_detail::kPowersOfTen || shift >= valuation_detail::kPowersOfTen) return false;
  if (shift <= 0) {
    out = {price, valuation_detail::kPower.of[-shift]};
    return true;
  }
  const Checked<u64> numerator = Checked<u64>{price} * valuation_detail::kPower.of[shift];
  if (!numerator) return false;
  out = {numerator.value(), 1};
  return true;
}

// Invalid: more quote units than 64 bits hold.
constexpr Checked<u64> value_of(u64 amount, const UnitPrice& price, Rounding rounding) {
  if (price.numerator == price.denominator) return amount;  // the quote mint itself
  return rounding == Rounding::Up ? mul_div_up(amount, price.numerator, price.denominator)
                                  : mul_div_down(amount, price.numerator, price.denominator);
}

// The same rounded both ways, for the price of one division.
struct ValueBounds {
  u64 down = 0;
  u64 up = 0;
};
constexpr bool value_bounds(u64 amount, const UnitPrice& price, ValueBounds& out) {
  const zestron::Wide<u64> product = zestron::multiply(amount, price.numerator);
  if (product.high >= price.denominator) return false;
  const zestron::Division<u64> division = zestron::divide(product, price.denominator);
  const Checked<u64> up = Checked<u64>{division.quotient} + (division.remainder != 0 ? 1 : 0);
  if (!up) return false;
  out = {division.quotient, up.value()};
  return true;
}

inline constexpr u16 kBpsWhole = 10'000;

// Whether at most `max_loss_bps` of what left was lost. Exact, without division. Of more than the whole nothing is asked.
constexpr bool is_within_loss(u64 value_out, u64 value_in, u16 max_loss_bps) {
  const u64 kept_bps = max_loss_bps >= kBpsWhole ? 0u : u64{kBpsWhole} - max_loss_bps;
  return !product_less(value_in, kBpsWhole, value_out, kept_bps);
}

// A constant-product pool, as far as its shares' value goes.
struct PoolValue {
  u64 reserve_0;
  u64 reserve_1;
  u64 supply;  // of shares
};

// The price of one share: 2·√(k·p₀·p₁) ÷ supply, with k = reserve_0 · reserve_1. Pushing the pool's price leaves k as it is
// (or raises it by the fee), so unlike the sum of the reserves' values it can't be pushed. False, and `out` as it was,
// without supply, for a pool worth nothing, or where it doesn't fit.
constexpr bool share_price(const PoolValue& pool, const UnitPrice& price_0, const UnitPrice& price_1, Rounding rounding,
                           UnitPrice& out) {
  const Checked<u64> value_0 = value_of(pool.reserve_0, price_0, rounding);
  const Checked<u64> value_1 = value_of(pool.reserve_1, price_1, rounding);
  if (!value_0 || !value_1 || pool.supply == 0) return false;
  const zestron::Wide<u64> product = zestron::multiply(value_0.value(), value_1.value());
  const u64 root = zestron::square_root(product);
  const bool is_cut = rounding == Rounding::Up && !(zestron::multiply(root, root) == product);
  const Checked<u64> whole = (Checked<u64>{root} + (is_cut ? 1 : 0)) * 2;
  if (!whole || whole.value() == 0) return false;
  out = {whole.value(), pool.supply};
  return true;
}

}  // namespace agent_factory
