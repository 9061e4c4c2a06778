#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kPool({7});
constexpr Pubkey kA({1}), kB({2}), kShares({3});

Bench ready(std::uint64_t shares) {
  Bench bench("remove_liquidity", {{"pool", codec::to_base58(kPool)}, {"slippage_bps", 100}});
  bench.put(0, Boolean{true, true}).put(1, Quantity{shares, kShares, true});
  bench.put(2, Quantity{1'000'000, kA, true}).put(3, Quantity{3'000'000, kB, true});
  bench.put(4, Quantity{500'000, kShares, true});
  return bench;
}

// 333 / 500,000 of both: 666 and 1,998; 1 % less, rounded up.
TEST(RemoveLiquidityModule, asks_for_what_the_shares_are_worth_less_slippage) {
  auto bench = ready(333);
  ASSERT_TRUE(bench.step());
  EXPECT_EQ(std::get<domain::RemoveLiquidity>(bench.out<Wish>().action),
            (domain::RemoveLiquidity{kPool, kShares, kA, kB, 333, 666, 1'998, 660, 1'979}));
  EXPECT_FALSE(bench.step_for(2)) << "a change of the pool alone";
}

TEST(RemoveLiquidityModule, no_order_is_better_than_a_wrong_one) {
  EXPECT_FALSE(ready(0).step());
  EXPECT_FALSE(ready(500'001).step()) << "more than there are";
  auto bench = ready(1);
  EXPECT_TRUE(bench.step());
  EXPECT_FALSE(bench.put(2, Quantity{0, kA, true}).step()) << "worth nothing of one side";
  bench = ready(1);
  EXPECT_FALSE(bench.put(1, Quantity{1, kA, true}).step()) << "of another mint";
}

}  // namespace
}  // namespace zestron::agent
