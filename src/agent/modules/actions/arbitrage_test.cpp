#include "agent/pool_quote.hpp"
#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kFirst({7}), kSecond({8});
constexpr Pubkey kBase({1}), kQuote({2});

// Base costs 1 at pool 0 and 1.02 at pool 1, fees of 25 bps.
Bench ready(std::uint64_t budget = 1'000'000'000, std::uint64_t gain_min = 1) {
  Bench bench("arbitrage",
              {{"pool_0", codec::to_base58(kFirst)}, {"pool_1", codec::to_base58(kSecond)}, {"gain_min", gain_min}});
  bench.put(0, Boolean{true, true}).number(1, 0).put(2, Quantity{budget, kQuote, true});
  bench.put(3, Quantity{1'000'000'000, kBase, true}).put(4, Quantity{1'000'000'000, kQuote, true}).number(5, 25);
  bench.put(6, Quantity{1'000'000'000, kBase, true}).put(7, Quantity{1'020'000'000, kQuote, true}).number(8, 25);
  return bench;
}

domain::Arbitrage wanted(Bench& bench) {
  EXPECT_TRUE(bench.step());
  EXPECT_TRUE(bench.out<Wish>().ready);
  return std::get<domain::Arbitrage>(bench.out<Wish>().action);
}

TEST(ArbitrageModule, buys_where_it_is_told_and_sells_all_of_it_at_the_other) {
  auto bench = ready();
  const auto legs = wanted(bench);
  EXPECT_EQ(legs.first, kFirst);
  EXPECT_EQ(legs.second, kSecond);
  EXPECT_EQ(legs.mint, kQuote);
  EXPECT_EQ(legs.between, kBase);
  EXPECT_EQ(legs.amount_between, quote_swap(legs.amount_in, 1'000'000'000, 1'000'000'000, 25));
  EXPECT_EQ(legs.out_min, legs.amount_in + 1);
}

// By calculus the best size is (√(g²·q₀·q₁·b₁/b₀) − …): 3.7 million of 10⁹, ± what rounding flattens; and no other is better.
TEST(ArbitrageModule, takes_the_size_that_gains_most) {
  auto bench = ready();
  const auto in = wanted(bench).amount_in;
  const auto gain = [](std::uint64_t size) {
    const auto between = quote_swap(size, 1'000'000'000, 1'000'000'000, 25);
    return static_cast<std::int64_t>(quote_swap(between, 1'000'000'000, 1'020'000'000, 25)) -
           static_cast<std::int64_t>(size);
  };
  for (std::uint64_t size = 10'000; size < 20'000'000; size += 10'000) EXPECT_LE(gain(size), gain(in) + 2) << size;
  EXPECT_GT(gain(in), 20'000);
}

TEST(ArbitrageModule, spends_no_more_than_its_budget) {
  auto bench = ready(1'000'000);
  const auto in = wanted(bench).amount_in;
  EXPECT_LE(in, 1'000'000U);
  EXPECT_GE(in, 999'000U) << "below the best size more is better, but for the rounding of the fee";
}

TEST(ArbitrageModule, wants_nothing_that_does_not_gain_enough) {
  EXPECT_FALSE(ready(1'000'000'000, 1'000'000).step());
  auto bench = ready();
  EXPECT_FALSE(bench.number(1, 1).step()) << "buying where it is dearer";
  bench = ready();
  EXPECT_FALSE(bench.number(5, 200).step()) << "the fee is more than the prices differ by";
}

TEST(ArbitrageModule, no_order_is_better_than_a_wrong_one) {
  EXPECT_FALSE(ready(0).step());
  auto bench = ready();
  EXPECT_FALSE(bench.number(1, 2).step()) << "there is no third pool";
  bench = ready();
  EXPECT_FALSE(bench.put(6, Quantity{1'000'000'000, kQuote, true}).step()) << "another pair";
  bench = ready();
  EXPECT_FALSE(bench.put(2, Quantity{1'000, kBase, true}).step()) << "a budget of the other mint";
  bench = ready();
  EXPECT_FALSE(bench.put(3, Quantity{0, kBase, true}).step());
  bench = ready();
  EXPECT_FALSE(bench.number(8, -1).step());
  bench = ready();
  EXPECT_FALSE(bench.step_for(3)) << "a change of a pool alone";
}

// Whatever the pools: what is wanted gains gain_min by the quotes, within the budget; figures at the end of their range wrap nowhere.
RC_GTEST_PROP(ArbitrageModule, what_is_wanted_gains, ()) {
  const auto reserve = [] { return *rc::gen::arbitrary<std::uint64_t>() >> *rc::gen::inRange(0, 63); };
  const std::array pools{reserve(), reserve(), reserve(), reserve()};
  const auto budget = reserve();
  const auto at = *rc::gen::inRange(0, 2);
  auto bench = ready(budget, 5);
  bench.number(1, at);
  bench.put(3, Quantity{pools[0], kBase, true}).put(4, Quantity{pools[1], kQuote, true}).number(5, 25);
  bench.put(6, Quantity{pools[2], kBase, true}).put(7, Quantity{pools[3], kQuote, true}).number(8, 30);
  if (!bench.step()) return;
  const auto legs = std::get<domain::Arbitrage>(bench.out<Wish>().action);
  RC_ASSERT(legs.amount_in <= budget && legs.out_min == legs.amount_in + 5);
  const auto between =
      at == 0 ? quote_swap(legs.amount_in, pools[1], pools[0], 25) : quote_swap(legs.amount_in, pools[3], pools[2], 30);
  RC_ASSERT(between == legs.amount_between);
  const auto back = at == 0 ? quote_swap(between, pools[2], pools[3], 30) : quote_swap(between, pools[0], pools[1], 25);
  RC_ASSERT(back >= legs.out_min);
}

}  // namespace
}  // namespace zestron::agent
