// The ring of an allowance, held to what it promises: whatever is spent, no interval of the window's length holds more than
// the cap. Small rings in all their states, large ones at random, both against lists of everything that was spent.
#include <agent_factory/allowance.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace agent_factory {
namespace {

struct Spend {
  u64 time;  // as the ring saw it: a clock that runs back stands still
  u64 amount;
};

// The most that was spent in [t, t + window], over all t.
unsigned __int128 largest_interval(const std::vector<Spend>& spends, u64 window) {
  unsigned __int128 most = 0;
  for (const Spend& first : spends) {
    unsigned __int128 sum = 0;
    for (const Spend& other : spends) {
      if (other.time >= first.time && other.time - first.time <= window) sum += other.amount;
    }
    most = std::max(most, sum);
  }
  return most;
}

// Spends as much as it may of what is wanted; the ring and the list.
struct Spender {
  Allowance allowance;
  std::vector<Spend> spends{};
  u64 seen = 0;

  u64 spend_at(u64 time, u64 wanted) {
    advance(allowance, static_cast<i64>(time));
    seen = std::max(seen, time);
    const u64 amount = std::min(wanted, left_of(allowance));
    spend(allowance, amount);
    spends.push_back({seen, amount});
    return amount;
  }
};

TEST(Allowance, spends_up_to_the_cap_and_again_after_the_window) {
  Spender spender{{.cap = 10, .window_s = 70, .newest_bucket = 0, .spent = {}}};
  EXPECT_EQ(spender.spend_at(1'000, 6), 6u);
  EXPECT_EQ(spender.spend_at(1'000, 6), 4u);
  EXPECT_EQ(spender.spend_at(1'070, 6), 0u);  // [1000, 1070] is one interval of the window's length
  EXPECT_EQ(spender.spend_at(1'079, 6), 0u);
  EXPECT_EQ(spender.spend_at(1'080, 6), 6u);
}

TEST(Allowance, nothing_is_allowed_where_none_was_set) {
  Allowance allowance{};
  advance(allowance, 1'700'000'000);
  EXPECT_EQ(left_of(allowance), 0u);
}

TEST(Allowance, a_clock_that_runs_back_counts_in_the_newest_bucket) {
  Spender spender{{.cap = 10, .window_s = 70, .newest_bucket = 0, .spent = {}}};
  EXPECT_EQ(spender.spend_at(1'000, 5), 5u);
  EXPECT_EQ(spender.spend_at(500, 9), 5u);
  EXPECT_EQ(spender.allowance.spent[100 % 8], 10u);
  advance(spender.allowance, -1);
  EXPECT_EQ(spender.allowance.newest_bucket, 100u);
}

TEST(Allowance, a_lower_cap_leaves_nothing_and_takes_nothing_back) {
  Spender spender{{.cap = 10, .window_s = 70, .newest_bucket = 0, .spent = {}}};
  EXPECT_EQ(spender.spend_at(1'000, 8), 8u);
  set_limits(spender.allowance, 5, 70, 1'000);
  EXPECT_EQ(left_of(spender.allowance), 0u);
  set_limits(spender.allowance, 9, 70, 1'000);
  EXPECT_EQ(left_of(spender.allowance), 1u);
}

TEST(Allowance, another_window_counts_everything_as_spent_now) {
  Spender spender{{.cap = 10, .window_s = 70, .newest_bucket = 0, .spent = {}}};
  EXPECT_EQ(spender.spend_at(1'000, 3), 3u);
  EXPECT_EQ(spender.spend_at(1'060, 4), 4u);
  set_limits(spender.allowance, 10, 700, 1'060);
  EXPECT_EQ(left_of(spender.allowance), 3u);
  EXPECT_EQ(spender.spend_at(1'760, 9), 3u);
  EXPECT_EQ(spender.spend_at(1'800, 9), 7u);
}

TEST(Allowance, another_window_never_moves_the_newest_bucket_back) {
  Spender spender{{.cap = 10, .window_s = 70, .newest_bucket = 0, .spent = {}}};
  EXPECT_EQ(spender.spend_at(1'000, 3), 3u);
  set_limits(spender.allowance, 10, 7, 900);
  EXPECT_EQ(spender.allowance.newest_bucket, 1'000u);
  EXPECT_EQ(left_of(spender.allowance), 7u);
}

TEST(Allowance, what_was_set_aside_comes_back) {
  Allowance allowance{.cap = 10, .window_s = 70, .newest_bucket = 0, .spent = {}};
  advance(allowance, 1'000);
  spend(allowance, 10);
  EXPECT_EQ(left_of(allowance), 0u);
  unspend(allowance, 7);
  EXPECT_EQ(left_of(allowance), 7u);
}

TEST(Allowance, the_largest_cap_can_be_spent_without_overflow) {
  Spender spender{{.cap = ~u64{0}, .window_s = 7, .newest_bucket = 0, .spent = {}}};
  EXPECT_EQ(spender.spend_at(100, ~u64{0} - 1), ~u64{0} - 1);
  EXPECT_EQ(spender.spend_at(107, 5), 1u);
  EXPECT_EQ(spender.spend_at(107, 5), 0u);
  set_limits(spender.allowance, ~u64{0}, 14, 107);
  EXPECT_EQ(left_of(spender.allowance), 0u);
}

TEST(Allowance, windows_are_multiples_of_seven) {
  for (u64 window = 0; window < 1'000; ++window) EXPECT_EQ(is_valid_window(window), window != 0 && window % 7 == 0);
}

// A ring of bytes: every advance from every newest bucket by every distance, with every bucket marked.
struct SmallAllowance {
  u8 cap;
  u8 window_s;
  u8 newest_bucket;
  Array<u8, kAllowanceBuckets> spent;
};

TEST(Allowance, every_small_advance_keeps_exactly_the_last_eight_buckets) {
  for (u64 newest = 0; newest < 64; ++newest) {
    for (u64 current = 0; current < 64; ++current) {
      SmallAllowance small{.cap = 255, .window_s = 7, .newest_bucket = static_cast<u8>(newest), .spent = {}};
      for (u64 back = 0; back < 8; ++back) small.spent[(newest + 8 - back) % 8] = static_cast<u8>(1 + back);
      advance(small, static_cast<i64>(current));
      const u64 passed = current > newest ? current - newest : 0;
      u64 kept = 0;
      for (u64 back = 0; back + passed < 8; ++back) {
        EXPECT_EQ(small.spent[(newest + 8 - back) % 8], 1 + back);
        kept += 1 + back;
      }
      EXPECT_EQ(left_of(small), 255 - kept);
      EXPECT_EQ(small.newest_bucket, std::max(newest, current));
    }
  }
}

TEST(Allowance, every_sum_of_two_small_buckets_is_exact) {
  for (u64 cap = 0; cap < 256; cap += 5) {
    for (u64 a = 0; a < 256; ++a) {
      for (u64 b = 0; b < 256; ++b) {
        SmallAllowance small{.cap = static_cast<u8>(cap), .window_s = 7, .newest_bucket = 0, .spent = {}};
        small.spent[3] = static_cast<u8>(a);
        small.spent[6] = static_cast<u8>(b);
        ASSERT_EQ(left_of(small), a + b > cap ? 0 : cap - a - b);
      }
    }
  }
}

// Sequences of five spends of 0 to 3, each 0, 1, 2 or 7 seconds after the one before, under a cap of 3 in 7 seconds.
TEST(Allowance, no_interval_of_a_small_window_exceeds_the_cap) {
  for (u64 sequence = 0; sequence < 1u << 20; ++sequence) {
    Spender spender{{.cap = 3, .window_s = 7, .newest_bucket = 0, .spent = {}}};
    u64 time = 100;
    for (u64 at = 0; at < 5; ++at) {
      const u64 choice = sequence >> (4 * at) & 15;
      time += choice >> 2 == 3 ? 7 : choice >> 2;
      spender.spend_at(time, choice & 3);
    }
    ASSERT_LE(largest_interval(spender.spends, 7), 3u) << sequence;
  }
}

TEST(Allowance, no_interval_exceeds_the_cap) {
  EXPECT_TRUE(rc::check("whatever is spent whenever", [] {
    const u64 width = *rc::gen::inRange<u64>(1, 100'000);
    const u64 window = 7 * width;
    const u64 cap = *rc::gen::oneOf(rc::gen::arbitrary<u64>(), rc::gen::inRange<u64>(0, 100));
    Spender spender{{.cap = cap, .window_s = window, .newest_bucket = 0, .spent = {}}};
    u64 time = 1'700'000'000;
    const auto steps = *rc::gen::container<std::vector<std::pair<u64, u64>>>(
        rc::gen::pair(rc::gen::oneOf(rc::gen::inRange<u64>(0, width + 1), rc::gen::inRange<u64>(0, 3 * window),
                                     rc::gen::elementOf(std::vector<u64>{window, window + 1, width, window - 1})),
                      rc::gen::oneOf(rc::gen::arbitrary<u64>(), rc::gen::inRange<u64>(0, 100))));
    bool spent_again = false;
    for (const auto& [pause, wanted] : steps) {
      time += pause;
      const bool back = pause % 5 == 0;
      spent_again |= spender.spend_at(back ? time - pause / 2 : time, wanted) != 0 && spender.spends.size() > 4;
      RC_ASSERT(largest_interval(spender.spends, window) <= cap);
    }
    RC_TAG(spent_again);
  }));
}

TEST(Allowance, what_is_older_than_eight_sevenths_is_free_again) {
  EXPECT_TRUE(rc::check("the ring is not stricter than by one seventh", [] {
    const u64 width = *rc::gen::inRange<u64>(1, 100'000);
    const u64 cap = *rc::gen::inRange<u64>(1, ~u64{0});
    Spender spender{{.cap = cap, .window_s = 7 * width, .newest_bucket = 0, .spent = {}}};
    const u64 start = *rc::gen::inRange<u64>(0, 2'000'000'000);
    RC_ASSERT(spender.spend_at(start, cap) == cap);
    RC_ASSERT(spender.spend_at(start + 7 * width, cap) == 0u);
    RC_ASSERT(spender.spend_at(start + 8 * width, cap) == cap);
  }));
}

}  // namespace
}  // namespace agent_factory
