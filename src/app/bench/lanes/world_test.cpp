#include "app/bench/lanes/world.hpp"
#include "app/bench/throughput.hpp"

#include <gtest/gtest.h>

namespace zestron::bench::lane_world {
namespace {

World sixteen_wallets() { return World(16, unix_now()); }

TEST(LaneWorld, every_wallet_buys_and_sells_on_the_real_runtime) {
  const auto rate = bare(sixteen_wallets().genesis_json(), [](const Hash& blockhash) {
    std::vector<Bytes> wires;
    for (const auto& transaction : sixteen_wallets().sign(64, blockhash)) wires.push_back(transaction.serialize());
    return wires;
  });
  EXPECT_TRUE(rate.has_value()) << rate.error();
}

TEST(LaneWorld, lanes_share_nothing_but_the_market) {
  World world = sixteen_wallets();
  EXPECT_EQ(world.accounts_shared(world.sign(32, Hash{})), 0u);
}

TEST(LaneWorld, a_wallet_on_two_lanes_is_seen) {
  World world = sixteen_wallets();
  auto transactions = world.sign(8, Hash{});
  transactions[1].message.keys = transactions[0].message.keys;
  transactions[1].message.keys[0] = transactions[2].message.keys[0];
  EXPECT_GT(world.accounts_shared(transactions), 0u);
}

}  // namespace
}  // namespace zestron::bench::lane_world
