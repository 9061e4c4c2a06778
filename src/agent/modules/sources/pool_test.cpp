#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});
constexpr Pubkey kIn({1}), kOut({2});

TEST(PoolModule, shows_reserves_and_price) {
  Bench bench("pool", {{"pool", codec::to_base58(kKey)}});
  EXPECT_TRUE(bench.feed(domain::PoolState{kKey, kIn, kOut, 400, 100, 30}));
  EXPECT_EQ(bench.out<Number>(0).value, 0.25);
  EXPECT_EQ(bench.out<Quantity>(1).units, 400U);
  EXPECT_EQ(bench.out<Quantity>(1).mint, kIn);
  EXPECT_EQ(bench.out<Quantity>(2).mint, kOut);
  EXPECT_EQ(bench.out<Number>(3).value, 30);
}

TEST(PoolModule, an_empty_pool_has_no_price) {
  Bench bench("pool", {{"pool", codec::to_base58(kKey)}});
  bench.feed(domain::PoolState{kKey, kIn, kOut, 0, 100, 30});
  EXPECT_FALSE(bench.out<Number>(0).ready);
}

}  // namespace
}  // namespace zestron::agent
