#include "agent/fill.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::agent {
namespace {

domain::Tick tick(std::int64_t price, std::int32_t exponent) {
  return {.feed = {}, .price = price, .exponent = exponent, .published = {}};
}

// 1,000 USD at 100.00 with slippage 5 bps and fee 10 bps, by hand: fill price 100.05; 1000/1.001 = 999.000999 USD of SOL.
TEST(Buy, costs_what_a_calculator_says) {
  const auto fill = buy(1'000'000'000, tick(100'00000000, -8), {.fee_bps = 10, .slippage_bps = 5});
  ASSERT_TRUE(fill);
  EXPECT_EQ(fill->price, (FillPrice{100'05000000, -8}));
  EXPECT_EQ(fill->quantity, 9'985'017'481U);  // 999.000999 / 100.05 = 9.98501748…
  EXPECT_EQ(fill->value_micros, 999'000'999U);
  EXPECT_EQ(fill->fee_micros, 999'001U);
}

TEST(Sell, brings_what_a_calculator_says) {
  const auto fill = sell(9'985'017'481U, tick(110'00000000, -8), {.fee_bps = 10, .slippage_bps = 5});
  ASSERT_TRUE(fill);
  EXPECT_EQ(fill->price, (FillPrice{109'94500000, -8}));
  EXPECT_EQ(fill->value_micros, 1'097'802'746U);  // 9.985017481 × 109.945 = 1097.80274694…
  EXPECT_EQ(fill->fee_micros, 1'097'803U);
}

TEST(Fill, refuses_what_does_not_fit) {
  EXPECT_FALSE(buy(0, tick(100, 0), {})) << "nothing to spend";
  EXPECT_FALSE(buy(1, tick(INT64_MAX, 0), {})) << "less than a nano-unit";
  EXPECT_FALSE(buy(1'000'000'000, tick(INT64_MAX, 0), {.fee_bps = 0, .slippage_bps = 5})) << "price beyond 63 bits";
  EXPECT_FALSE(buy((1ULL << 53U) - 1, tick(1, -18), {})) << "quantity beyond 63 bits";
  EXPECT_FALSE(sell(INT64_MAX, tick(INT64_MAX, 0), {}));
  EXPECT_FALSE(value_micros(INT64_MAX, tick(INT64_MAX, 0)));
}

struct Any {
  domain::Tick tick;
  Costs costs;
};
Any any() {
  const auto magnitude = *rc::gen::inRange(0, 63);
  return {tick(*rc::gen::inRange<std::int64_t>(1, (std::int64_t{1} << magnitude) + 1), *rc::gen::inRange(-18, 1)),
          {*rc::gen::inRange<std::uint32_t>(0, 1001), *rc::gen::inRange<std::uint32_t>(0, 1001)}};
}

RC_GTEST_PROP(Buy, never_spends_more_than_the_budget, ()) {
  const auto [at, costs] = any();
  const auto budget = *rc::gen::inRange<std::uint64_t>(0, 1ULL << static_cast<unsigned>(*rc::gen::inRange(1, 54)));
  const auto fill = buy(budget, at, costs);
  if (!fill) return;
  RC_ASSERT(fill->value_micros + fill->fee_micros <= budget);
  RC_ASSERT(fill->price.mantissa >= at.price);
  RC_ASSERT(fill->quantity >= 1U);
}

RC_GTEST_PROP(Sell, right_after_buying_never_gains, ()) {
  const auto [at, costs] = any();
  const auto bought = buy(*rc::gen::inRange<std::uint64_t>(1, 1ULL << 53U), at, costs);
  if (!bought) return;
  const auto sold = sell(bought->quantity, at, costs);
  RC_ASSERT(sold.has_value());
  RC_ASSERT(sold->fee_micros <= sold->value_micros);
  RC_ASSERT(sold->value_micros <= bought->value_micros);
}

}  // namespace
}  // namespace zestron::agent
