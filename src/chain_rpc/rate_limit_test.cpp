#include "chain_rpc/rate_limit.hpp"

#include <gtest/gtest.h>

namespace zestron::chain_rpc {
namespace {

const RateLimit::Clock::time_point kNow{};

TEST(RateLimit, lets_a_second_of_calls_through_at_once_and_then_as_time_goes_by) {
  RateLimit limit(3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.admit("10.0.0.1", kNow));
  EXPECT_FALSE(limit.admit("10.0.0.1", kNow));
  EXPECT_FALSE(limit.admit("10.0.0.1", kNow + std::chrono::milliseconds(300)));
  EXPECT_TRUE(limit.admit("10.0.0.1", kNow + std::chrono::milliseconds(400)));
  EXPECT_FALSE(limit.admit("10.0.0.1", kNow + std::chrono::milliseconds(400)));
}

TEST(RateLimit, a_clients_calls_are_nobody_elses) {
  RateLimit limit(1);
  EXPECT_TRUE(limit.admit("10.0.0.1", kNow));
  EXPECT_FALSE(limit.admit("10.0.0.1", kNow));
  EXPECT_TRUE(limit.admit("10.0.0.2", kNow));
}

TEST(RateLimit, zero_is_no_limit) {
  RateLimit limit(0);
  for (int i = 0; i < 1'000; ++i) ASSERT_TRUE(limit.admit("10.0.0.1", kNow));
}

TEST(RateLimit, remembers_a_bounded_number_of_clients) {
  RateLimit limit(2);
  for (std::size_t i = 0; i < RateLimit::kClientsMax; ++i) ASSERT_TRUE(limit.admit(std::to_string(i), kNow));
  EXPECT_FALSE(limit.admit("one more", kNow));
  EXPECT_TRUE(limit.admit("one more", kNow + std::chrono::seconds(2)));
}

TEST(RateLimit, a_clock_that_stands_gives_nothing_twice) {
  RateLimit limit(1);
  EXPECT_TRUE(limit.admit("x", kNow + std::chrono::seconds(5)));
  EXPECT_FALSE(limit.admit("x", kNow));
  EXPECT_FALSE(limit.admit("x", kNow + std::chrono::seconds(5)));
}

}  // namespace
}  // namespace zestron::chain_rpc
