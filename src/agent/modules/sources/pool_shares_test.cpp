#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kPool({7}), kShares({9});

TEST(PoolSharesModule, shows_how_many_there_are) {
  Bench bench("pool_shares", {{"pool", codec::to_base58(kPool)}});
  domain::PoolState state{kPool, Pubkey({1}), Pubkey({2}), 3, 4, 30, kShares, 1'000};
  ASSERT_TRUE(bench.feed(state));
  EXPECT_EQ(bench.out<Quantity>().units, 1'000U);
  EXPECT_EQ(bench.out<Quantity>().mint, kShares);
  EXPECT_TRUE(bench.out<Quantity>().ready);
}

TEST(PoolSharesModule, says_nothing_of_a_record_without_them) {
  Bench bench("pool_shares", {{"pool", codec::to_base58(kPool)}});
  EXPECT_FALSE(bench.feed(domain::PoolState{kPool, Pubkey({1}), Pubkey({2}), 3, 4, 30}));
  EXPECT_FALSE(bench.out<Quantity>().ready);
}

}  // namespace
}  // namespace zestron::agent
