#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kPool({7});
constexpr Pubkey kA({1}), kB({2}), kShares({3});

// 1,000,000 of A, 3,000,000 of B, 500,000 shares; the agent holds `held` of them.
Bench ready(std::uint64_t budget_a, std::uint64_t budget_b, std::uint64_t held = 0, std::uint32_t slippage_bps = 100) {
  Bench bench("add_liquidity",
              {{"pool", codec::to_base58(kPool)}, {"slippage_bps", slippage_bps}, {"share_max_bps", 1'000}});
  bench.put(0, Boolean{true, true}).put(1, Quantity{budget_a, kA, true}).put(2, Quantity{budget_b, kB, true});
  bench.put(3, Quantity{1'000'000, kA, true}).put(4, Quantity{3'000'000, kB, true});
  bench.put(5, Quantity{500'000, kShares, true}).put(6, Quantity{held, kShares, true});
  return bench;
}

domain::AddLiquidity wanted(Bench bench) {
  EXPECT_TRUE(bench.step());
  return std::get<domain::AddLiquidity>(bench.out<Wish>().action);
}

// Of 10,100 and 1 % on top: 10,000 pay for 5,000 shares, which cost 30,000 of the other side.
TEST(AddLiquidityModule, gives_both_sides_in_the_pools_proportion) {
  EXPECT_EQ(wanted(ready(10'100, 1'000'000)),
            (domain::AddLiquidity{kPool, kShares, kA, kB, 5'000, 10'000, 30'000, 10'100, 30'300}));
}

TEST(AddLiquidityModule, the_smaller_budget_decides) {
  const auto add = wanted(ready(1'000'000, 303, 0));
  EXPECT_EQ(add.shares, 50U);
  EXPECT_EQ(add.b_max, 303U);
}

// A tenth of all afterwards: 50,000 of 500,000, and a ninth more since the supply grows too.
TEST(AddLiquidityModule, stops_at_its_part_of_the_pool) {
  const auto add = wanted(ready(~0ULL, ~0ULL));
  EXPECT_EQ(add.shares, 55'555U);
  EXPECT_LE(add.shares * 10, 500'000 + add.shares);
  EXPECT_EQ(wanted(ready(~0ULL, ~0ULL, 49'000)).shares, 1'111U);
  EXPECT_FALSE(ready(~0ULL, ~0ULL, 50'000).step()) << "it has its part";
  EXPECT_FALSE(ready(~0ULL, ~0ULL, ~0ULL).step());
}

TEST(AddLiquidityModule, what_it_pays_at_most_stays_within_its_budgets) {
  for (std::uint64_t budget = 0; budget < 300; ++budget) {
    auto bench = ready(budget, 3 * budget, 0, 333);
    if (!bench.step()) continue;
    const auto add = std::get<domain::AddLiquidity>(bench.out<Wish>().action);
    EXPECT_LE(add.a_max, budget);
    EXPECT_LE(add.b_max, 3 * budget);
    EXPECT_GE(add.a_max, add.a_expected);
    EXPECT_GE(add.b_max, add.b_expected);
  }
}

TEST(AddLiquidityModule, no_order_is_better_than_a_wrong_one) {
  EXPECT_FALSE(ready(0, 1'000).step());
  auto bench = ready(1'000, 3'000);
  EXPECT_FALSE(bench.put(1, Quantity{1'000, kB, true}).step()) << "of another mint";
  bench = ready(1'000, 3'000);
  EXPECT_FALSE(bench.put(5, Quantity{0, kShares, true}).step()) << "a pool that is over";
  bench = ready(1'000, 3'000);
  EXPECT_FALSE(bench.put(3, Quantity{0, kA, true}).step());
  bench = ready(1'000, 3'000);
  EXPECT_FALSE(bench.step_for(3)) << "a change of the pool alone";
  EXPECT_FALSE(bench.put(0, Boolean{false, true}).step());
}

}  // namespace
}  // namespace zestron::agent
