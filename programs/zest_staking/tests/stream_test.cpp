// Stream, settlement and vote weight against plain arithmetic: pools whose words have 8 bits in all their states, those of 64
// bits at random. What follows from the formulas is proven in programs/proofs.
#include <zest_staking/zest_staking.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace zest_staking {
namespace {

__extension__ using Two = unsigned __int128;

template <class Word>
struct SmallNumber {
  Word low = 0;
  Word high = 0;
  friend constexpr bool operator==(const SmallNumber&, const SmallNumber&) = default;
};
struct SmallPool {
  u8 staked, stream_amount, stream_left_s, rewards_owed;
  SmallNumber<u8> reward_per_token;
  i64 updated_at;
};
struct SmallRecord {
  u8 amount;
  SmallNumber<u8> reward_per_token_paid;
  u8 reward_fraction;
  bool pledged_to;
  u8 owed_staker, owed_developer, owed_treasury;
};

constexpr unsigned number(const SmallNumber<u8>& n) { return n.high * 256u + n.low; }
constexpr Two number(const U128& n) { return static_cast<Two>(n.high) << 64 | n.low; }
constexpr SmallNumber<u8> small(unsigned n) { return {static_cast<u8>(n), static_cast<u8>(n >> 8)}; }

TEST(Stream, every_flow_of_8_bits_before_the_end) {
  for (unsigned stream = 0; stream < 256; ++stream) {
    for (unsigned left = 1; left < 256; ++left) {
      for (unsigned seconds = 1; seconds < left; ++seconds) {
        SmallPool pool{3, static_cast<u8>(stream), static_cast<u8>(left), 0, {}, 100};
        flow(pool, 100 + seconds);
        const unsigned flowed = stream * seconds / left;
        ASSERT_TRUE(pool.stream_amount == stream - flowed && pool.stream_left_s == left - seconds &&
                    pool.rewards_owed == flowed && number(pool.reward_per_token) == flowed * 256 / 3)
            << stream << " in " << left << " after " << seconds;
      }
    }
  }
}

TEST(Stream, every_step_of_an_accumulator_of_8_bits) {
  for (unsigned stream = 0; stream < 256; ++stream) {
    for (unsigned staked = 1; staked < 256; ++staked) {
      for (const unsigned before : {0u, 255u, 256u, 65'000u, 65'535u}) {
        SmallPool pool{static_cast<u8>(staked), static_cast<u8>(stream), 5, 0, small(before), 0};
        flow(pool, 7);
        const unsigned after = before + stream * 256 / staked;
        const bool fits = after < 65'536;
        ASSERT_EQ(number(pool.reward_per_token), fits ? after : before);
        ASSERT_EQ(pool.rewards_owed, fits ? stream : 0);
        ASSERT_EQ(pool.stream_amount + pool.rewards_owed, stream);
        ASSERT_EQ(pool.stream_left_s, fits ? 0 : 5);
      }
    }
  }
}

TEST(Stream, every_settlement_of_8_bits) {
  for (unsigned amount = 0; amount < 256; ++amount) {
    for (unsigned earned = 1; earned < 65'536; ++earned) {
      const unsigned fraction = (earned * 89 + amount) % 256;
      const unsigned paid = (earned * 31) % (65'536 - earned);
      const SmallPool pool{0, 0, 0, 0, small(paid + earned), 0};
      SmallRecord record{static_cast<u8>(amount), small(paid), static_cast<u8>(fraction), false, 0, 0, 0};
      const bool is_settled = settle(pool, record);
      const unsigned whole = amount * earned + fraction;
      if (is_settled != (whole < 65'536)) FAIL() << amount << " of " << earned;
      if (is_settled && (record.owed_staker != whole / 256 || record.reward_fraction != whole % 256))
        FAIL() << amount << " of " << earned << " and " << fraction;
    }
  }
}

TEST(Stream, a_pledged_settlement_of_8_bits_goes_70_to_30) {
  for (unsigned gain = 0; gain < 256; ++gain) {
    const SmallPool pool{0, 0, 0, 0, small(gain * 256), 0};
    SmallRecord record{1, {}, 0, true, 0, 0, 0};
    ASSERT_EQ(settle(pool, record), true);
    ASSERT_EQ(record.owed_staker, 0);
    ASSERT_EQ(record.owed_developer, gain * 70 / 100);
    ASSERT_EQ(record.owed_developer + record.owed_treasury, gain);
  }
}

TEST(Stream, every_length_of_8_bits) {
  for (unsigned stream = 1; stream < 256; ++stream) {
    for (unsigned left = 0; left < 256; ++left) {
      for (unsigned amount = 0; amount < 256; amount += 5) {
        for (unsigned asked = 1; asked < 256; asked += 6) {
          const SmallPool pool{1, static_cast<u8>(stream), static_cast<u8>(left), 0, {}, 0};
          const unsigned length = stream_length(pool, static_cast<u8>(amount), static_cast<u8>(asked));
          if (left == 0) {
            ASSERT_EQ(length, asked);
            continue;
          }
          // A sum that no pool can hold is refused behind this; until then what was asked for stands.
          const unsigned longest = stream + amount < 256 ? left * (stream + amount) / stream : 255;
          ASSERT_EQ(length, std::max(left, std::min({asked, longest, 255u})));
        }
      }
    }
  }
}

TEST(Stream, a_clock_that_runs_back_or_leaves_its_range_changes_nothing) {
  SmallPool pool{1, 9, 9, 0, {}, 50};
  flow(pool, 49);
  flow(pool, 50);
  EXPECT_EQ(pool.updated_at, 50);
  pool.updated_at = -2;
  flow(pool, 0x7fff'ffff'ffff'ffff);
  EXPECT_EQ(pool.updated_at, -2);
  EXPECT_EQ(pool.stream_amount, 9);
}

TEST(Stream, what_would_not_fit_is_not_settled) {
  const SmallPool pool{0, 0, 0, 0, small(512), 0};
  SmallRecord ahead{1, small(513), 0, false, 0, 0, 0};
  EXPECT_FALSE(settle(pool, ahead));
  ahead.reward_per_token_paid = small(800);
  EXPECT_FALSE(settle(pool, ahead));
  SmallRecord full{1, {}, 0, false, 255, 0, 0};
  EXPECT_FALSE(settle(pool, full));
  SmallRecord developer{100, {}, 0, true, 0, 200, 0};
  EXPECT_FALSE(settle(pool, developer));
  SmallRecord treasury{100, {}, 0, true, 0, 0, 255};
  EXPECT_FALSE(settle(pool, treasury));
}

TEST(Stream, what_is_owed_stays_a_word) {
  SmallPool pool{1, 9, 1, 250, {}, 0};
  flow(pool, 1);
  EXPECT_EQ(pool.rewards_owed, 250);
  EXPECT_EQ(pool.stream_amount, 9);
}

rc::Gen<u64> words() {
  const auto whole = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<u64>());
  return rc::gen::map(rc::gen::pair(whole, rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, 64))),
                      [](const std::pair<u64, int>& p) { return p.first >> p.second; });
}

RC_GTEST_PROP(StreamProperty, a_flow_of_64_bits_is_the_formula, ()) {
  StakePool pool{};
  pool.staked = *rc::gen::suchThat(words(), [](u64 n) { return n != 0; });
  pool.stream_amount = *words();
  pool.stream_left_s = *rc::gen::suchThat(words(), [](u64 n) { return n != 0; });
  const u64 seconds = 1 + *words() / 4;
  const StakePool before = pool;
  flow(pool, static_cast<i64>(seconds));
  const u64 flowed = seconds >= before.stream_left_s
                         ? before.stream_amount
                         : static_cast<u64>(static_cast<Two>(before.stream_amount) * seconds / before.stream_left_s);
  RC_ASSERT(pool.rewards_owed == flowed);
  RC_ASSERT(pool.stream_amount == before.stream_amount - flowed);
  RC_ASSERT(number(pool.reward_per_token) == (static_cast<Two>(flowed) << 64) / before.staked);
}

RC_GTEST_PROP(StreamProperty, a_settlement_of_64_bits_is_the_formula, ()) {
  StakePool pool{};
  StakeRecord record{};
  record.amount = *words();
  record.reward_fraction = *words();
  pool.reward_per_token = {*words(), *words()};
  const u64 fraction = record.reward_fraction;
  // amount · earned + fraction in three words.
  const Two low = static_cast<Two>(record.amount) * pool.reward_per_token.low + fraction;
  const Two high = static_cast<Two>(record.amount) * pool.reward_per_token.high + static_cast<u64>(low >> 64);
  const bool fits = high >> 64 == 0;
  RC_ASSERT(settle(pool, record) == fits);
  if (!fits) return;
  const bool earned = pool.reward_per_token != U128{};
  RC_ASSERT(record.owed_staker == (earned ? static_cast<u64>(high) : 0));
  RC_ASSERT(record.reward_fraction == (earned ? static_cast<u64>(low) : fraction));
}

RC_GTEST_PROP(VoteWeightProperty, is_the_formula_and_saturates, ()) {
  const u64 amount = *words();
  const i64 now = *rc::gen::inRange<i64>(0, i64{1} << 40);
  const i64 lock = now + *rc::gen::inRange<i64>(-kYearSeconds, 5 * kYearSeconds);
  const i64 left = std::clamp<i64>(lock - now, 0, kLockMaxSeconds);
  const Two weight = amount + static_cast<Two>(amount) * 3 * static_cast<u64>(left) / static_cast<u64>(kLockMaxSeconds);
  RC_ASSERT(vote_weight(amount, lock, now) == static_cast<u64>(std::min<Two>(weight, ~u64{0})));
}

}  // namespace
}  // namespace zest_staking
