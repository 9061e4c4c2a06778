#include "app/node/lookouts.hpp"

#include <gtest/gtest.h>

namespace zestron::node {
namespace {

using Places = std::vector<std::size_t>;

TEST(Lookouts, all_are_awake_of_whom_nothing_is_known) {
  Lookouts lookouts;
  lookouts.reset(3);
  EXPECT_EQ(lookouts.awake(1.0), (Places{0, 1, 2}));
  EXPECT_EQ(lookouts.awake(std::nullopt), (Places{0, 1, 2}));
}

TEST(Lookouts, a_price_wakes_one_order_of_a_thousand) {
  Lookouts lookouts;
  lookouts.reset(1'000);
  for (std::size_t i = 0; i < 1'000; ++i) {
    const auto at = static_cast<double>(i);
    lookouts.note(i, {at, at + 1}, false);
  }
  for (std::size_t i = 0; i < 1'000; ++i) lookouts.note(i, {-1e9, static_cast<double>(i)}, false);
  lookouts.note(0, {0, 1e9}, false);  // it was given
  EXPECT_EQ(lookouts.awake(1.0), (Places{1}));
  EXPECT_EQ(lookouts.awake(0.5), Places{});
  EXPECT_EQ(lookouts.awake(std::nullopt), Places{});
}

TEST(Lookouts, whoever_is_restless_or_roused_is_awake_at_every_price) {
  Lookouts lookouts;
  lookouts.reset(3);
  for (std::size_t i = 0; i < 3; ++i) lookouts.note(i, {0, 10}, i == 1);
  lookouts.rouse(2);
  EXPECT_EQ(lookouts.awake(5.0), (Places{1, 2}));
  EXPECT_EQ(lookouts.awake(std::nullopt), (Places{1, 2}));
}

}  // namespace
}  // namespace zestron::node
