#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(ClaimModule, claims_each_closed_trade_once) {
  Bench bench("claim");
  Position position;
  EXPECT_FALSE(bench.put(0, position).step());
  EXPECT_TRUE(bench.effects().actions.empty());
  position.closed = TradeClosed{};
  position.closed->profit_micros = -7;
  EXPECT_TRUE(bench.put(0, position).step());
  ASSERT_EQ(bench.effects().actions.size(), 1U);
  const auto& claim = std::get<domain::ClaimPerformance>(bench.effects().actions[0]);
  EXPECT_EQ(claim.gain, 0U);
  EXPECT_EQ(claim.loss, 7U);
  EXPECT_EQ(claim.trades_total, 1U);
}

}  // namespace
}  // namespace zestron::agent
