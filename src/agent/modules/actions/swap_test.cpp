#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});
constexpr Pubkey kIn({1}), kOut({2});

Bench ready(std::uint64_t amount = 1'000) {
  Bench bench("swap", {{"pool", codec::to_base58(kKey)}, {"slippage_bps", 100}});
  bench.put(0, Boolean{true, true}).put(1, Quantity{amount, kIn, true});
  bench.put(2, Quantity{1'000'000, kIn, true}).put(3, Quantity{2'000'000, kOut, true}).number(4, 30);
  return bench;
}

// Fee ⌈1000 × 0.3 %⌉ = 3; 997 × 2,000,000 / 1,000,997 = 1992.01…; 1 % less, rounded up: 1973.
TEST(SwapModule, expects_what_the_pool_would_give) {
  auto bench = ready();
  ASSERT_TRUE(bench.step());
  const auto& wish = bench.out<Wish>();
  EXPECT_TRUE(wish.ready);
  EXPECT_EQ(std::get<domain::Swap>(wish.action), (domain::Swap{kKey, kIn, kOut, 1'000, 1'992, 1'973}));
}

TEST(SwapModule, wants_it_once_for_each_time_it_becomes_true) {
  auto bench = ready();
  ASSERT_TRUE(bench.step_for(0));
  EXPECT_FALSE(bench.step_for(2)) << "a change of the pool alone";
  EXPECT_FALSE(bench.out<Wish>().ready);
  bench.put(0, Boolean{false, true});
  EXPECT_FALSE(bench.step_for(0));
}

TEST(SwapModule, no_order_is_better_than_a_wrong_one) {
  EXPECT_FALSE(ready(0).step());
  auto bench = ready();
  EXPECT_FALSE(bench.put(1, Quantity{1'000, kOut, true}).step()) << "of the other mint";
  bench = ready();
  EXPECT_FALSE(bench.put(2, Quantity{0, kIn, true}).step());
  bench = ready();
  EXPECT_FALSE(bench.number(4, 10'001).step());
  bench = ready(~0ULL);
  EXPECT_TRUE(bench.step()) << "no figure wraps";
  EXPECT_LT(std::get<domain::Swap>(bench.out<Wish>().action).out_expected, 2'000'000U);
}

}  // namespace
}  // namespace zestron::agent
