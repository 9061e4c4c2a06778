#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});

TEST(HoldingModule, shows_what_the_wallet_has) {
  Bench bench("holding", {{"mint", codec::to_base58(kKey)}});
  EXPECT_FALSE(bench.out<Quantity>().ready);
  EXPECT_TRUE(bench.feed(domain::Holding{kKey, 12}));
  EXPECT_EQ(bench.out<Quantity>().units, 12U);
  EXPECT_EQ(bench.out<Quantity>().mint, kKey);
}

}  // namespace
}  // namespace zestron::agent
