#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});
constexpr Pubkey kIn({1});

TEST(StakedModule, shows_stake_and_rewards) {
  Bench bench("staked", {{"pool", codec::to_base58(kKey)}});
  EXPECT_TRUE(bench.feed(domain::StakeState{kKey, kIn, 70, 5}));
  EXPECT_EQ(bench.out<Quantity>(0).units, 70U);
  EXPECT_EQ(bench.out<Quantity>(1).units, 5U);
  EXPECT_EQ(bench.out<Quantity>(1).mint, kIn);
}

}  // namespace
}  // namespace zestron::agent
