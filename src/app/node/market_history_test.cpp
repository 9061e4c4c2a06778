#include "app/node/market_history.hpp"

#include "events/recorded/recorded_market.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::node {
namespace {

// What a folder's ledger gives is held to its market by tests/e2e/fine_tune_test.py.
RC_GTEST_PROP(MarketHistory, is_read_back_as_the_same_prices, ()) {
  domain::FeedId feed;
  std::vector<domain::Tick> ticks;
  // Of a series all prices have its exponent, -8 or finer, in 63 bits.
  const auto prices = *rc::gen::nonEmpty<std::vector<std::int64_t>>(
      rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 10'000'000'000)));
  const auto exponent = *rc::gen::inRange(-8, 1);
  for (const auto price : prices) {
    const auto time = 1'700'000'000'000 + 1'000 * static_cast<std::int64_t>(ticks.size() / 2);
    ticks.push_back({feed, price, 0, exponent, UnixMillis(time), domain::TickOrigin::kLive});
  }
  const auto market = events::make_recorded_market(to_series(ticks), "history", feed);
  RC_ASSERT(market.has_value());
  for (const auto& tick : ticks) {
    const auto read = (*market)->next();
    RC_ASSERT(read && read->has_value());
    auto scaled = (*read)->price;
    for (auto e = (*read)->exponent; e < tick.exponent; ++e) {
      RC_ASSERT(scaled % 10 == 0);
      scaled /= 10;
    }
    RC_ASSERT(scaled == tick.price);
    RC_ASSERT((*read)->published == tick.published);
  }
}

}  // namespace
}  // namespace zestron::node
