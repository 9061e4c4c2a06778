#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(PriceModule, shows_the_tick_as_it_is_and_as_a_number) {
  Bench bench("price");
  EXPECT_FALSE(bench.out<Price>().number.ready);
  EXPECT_TRUE(bench.feed(domain::Tick{.feed = {}, .price = 17'568, .exponent = -2, .published = {}}));
  EXPECT_EQ(bench.out<Price>().number.value, 175.68);
  EXPECT_EQ(bench.out<Price>().tick.price, 17'568);
}

TEST(PriceModule, waits_for_its_own_feed_or_the_markets) {
  const auto feed_of = [](const nlohmann::json& params) {
    const auto* kind = find_kind("price");
    return kind->trigger(kind->read(params)->get(), {"A/B", "B", domain::FeedId({7})})->key;
  };
  EXPECT_EQ(feed_of(nlohmann::json::object()), Pubkey({7}));
  EXPECT_EQ(feed_of({{"feed", std::string(62, '0') + "09"}}).value()[31], 9);
}

}  // namespace
}  // namespace zestron::agent
