#include "app/cli/protocol/units.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::cli {
namespace {

TEST(Units, amounts_are_read_exactly) {
  EXPECT_EQ(parse_amount("12.5", 9), 12'500'000'000U);
  EXPECT_EQ(parse_amount("0.000000001", 9), 1U);
  EXPECT_EQ(parse_amount(".5", 1), 5U);
  EXPECT_EQ(parse_amount("7.", 0), 7U);
  EXPECT_EQ(parse_amount("1.500", 1), 15U) << "zeros behind the last decimal say nothing";
  EXPECT_EQ(parse_amount("18446744073.709551615", 9), ~std::uint64_t{0});
}

TEST(Units, what_is_no_amount_is_refused) {
  for (const auto* text :
       {"", ".", "-1", "+1", "1e9", "1,5", "0x10", " 1", "1.2.3", "18446744073.709551616", "0.0000000001"})
    EXPECT_FALSE(parse_amount(text, 9)) << text;
}

RC_GTEST_PROP(UnitsProperty, an_amount_is_read_as_it_is_written, (std::uint64_t amount)) {
  const auto decimals = *rc::gen::inRange<std::uint8_t>(0, 20);
  const auto read = parse_amount(format_amount(amount, decimals), decimals);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == amount);
}

TEST(Units, lengths_of_time_have_a_unit_or_are_seconds) {
  EXPECT_EQ(parse_seconds("90"), 90);
  EXPECT_EQ(parse_seconds("90s"), 90);
  EXPECT_EQ(parse_seconds("2h"), 7'200);
  EXPECT_EQ(parse_seconds("30d"), 30 * 86'400);
  EXPECT_EQ(parse_seconds("4y"), std::int64_t{4} * 365 * 86'400);
  for (const auto* text : {"", "d", "-1d", "1.5d", "1w", "9223372036854775807d"})
    EXPECT_FALSE(parse_seconds(text)) << text;
}

TEST(Units, moments_are_unix_seconds_or_ahead_of_now) {
  EXPECT_EQ(parse_moment("+1d", 1'000), 87'400);
  EXPECT_EQ(parse_moment("1800000000", 5), 1'800'000'000);
  EXPECT_FALSE(parse_moment("+9223372036854775807s", 1));
  EXPECT_FALSE(parse_moment("tomorrow", 1));
  EXPECT_EQ(format_moment(1'764'126'000), "2025-11-26 03:00:00 UTC");
  EXPECT_EQ(format_moment(0), "never");
}

TEST(Units, follow_from_the_names_that_programs_give_fields) {
  EXPECT_EQ(unit_of("amount"), Unit::kToken);
  EXPECT_EQ(unit_of("duration_s"), Unit::kSeconds);
  EXPECT_EQ(unit_of("lock_until"), Unit::kMoment);
  EXPECT_EQ(unit_of("created_at"), Unit::kMoment);
  EXPECT_EQ(unit_of("flat_fee"), Unit::kSol);
  EXPECT_EQ(unit_of("nonce"), Unit::kPlain);
}

}  // namespace
}  // namespace zestron::cli
