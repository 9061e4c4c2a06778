#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(PaperPositionModule, follows_its_signal_at_the_price_of_the_tick) {
  Bench bench("paper_position", {{"notional_micros", 1'000'000}, {"fee_bps", 0}, {"slippage_bps", 0}});
  const auto at = [&](std::int64_t price, Side side) {
    bench.put(0,
              Price{{static_cast<double>(price), true}, {.feed = {}, .price = price, .exponent = 0, .published = {}}});
    bench.put(1, Signal{side}).step();
    return bench.out<Position>();
  };
  EXPECT_TRUE(at(100, Side::kLong).opened);
  EXPECT_EQ(at(110, Side::kLong).equity_micros, 1'100'000);
  const auto closed = at(120, Side::kFlat);
  ASSERT_TRUE(closed.closed);
  EXPECT_EQ(closed.closed->profit_micros, 200'000);
  EXPECT_EQ(closed.trades, 1U);
}

TEST(PaperPositionModule, waits_for_a_price) {
  Bench bench("paper_position", {{"notional_micros", 1'000'000}, {"fee_bps", 0}, {"slippage_bps", 0}});
  EXPECT_FALSE(bench.put(1, Signal{Side::kLong}).step());
  EXPECT_EQ(bench.out<Position>().equity_micros, 1'000'000);
}

}  // namespace
}  // namespace zestron::agent
