// The short form of `zestron bench rpc`: that every transfer is counted and every notification arrives in order. Its figures are
// looked at by nobody.
#include "app/bench/rpc/rpc.hpp"

#include "app/bench/rpc/node.hpp"
#include "app/bench/rpc/peer.hpp"

#include <gtest/gtest.h>

namespace zestron::bench {
namespace {

TEST(Rpc, counts_every_transfer_and_hears_every_slot) {
  const auto results = rpc({.transfers = 600, .batch = 16, .paced_seconds = 0.1, .listeners = 40, .slots = 10});
  ASSERT_TRUE(results) << results.error();
  ASSERT_EQ(results->size(), 6u);
  for (const auto& result : *results) EXPECT_GT(result.ours, 0) << result.name;
}

// Our own node stands for the peer: what is asked of one is Solana's.
TEST(Rpc, a_peer_is_funded_by_its_own_faucet) {
  auto node = BenchNode::start("", std::make_shared<chain::WallClockSlots>(std::chrono::milliseconds(20)), nullptr);
  ASSERT_TRUE(node) << node.error();
  const Payments payments(Payments::Of::kLamports, 100);
  const auto sent = send_to_peer((*node)->rpc_port(), payments, {.connections = 4});
  ASSERT_TRUE(sent) << sent.error();
  EXPECT_GT(sent->per_second, 0);
  EXPECT_NE(peer_version((*node)->rpc_port()).value_or("").find("solana-core"), std::string::npos);
}

}  // namespace
}  // namespace zestron::bench
