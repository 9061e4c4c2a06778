#include "events/recorded/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace zestron::events {
namespace {

TEST(ParseDecimal, is_exact_and_in_lowest_terms) {
  const std::pair<const char*, Decimal> table[] = {
      {"0", {0, 0}},
      {"0.000", {0, 0}},
      {"7", {7, 0}},
      {"175.62000000", {17562, 2}},
      {"0.00162008", {162008, 8}},
      {"1e-05", {1, 5}},
      {"1.5E+3", {1500, 0}},
      {"12.50e1", {125, 0}},
      {"9223372036854775807", {9223372036854775807U, 0}},
      {"1.0000000000000000000000000000000", {1, 0}},
      {"007.10", {71, 1}},
      {"100e-2", {1, 0}},
      {"0e30", {0, 0}},
  };
  for (const auto& [text, expected] : table) {
    const auto value = parse_decimal(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(*value, expected) << text;
  }
}

TEST(ParseDecimal, refuses_what_is_no_price) {
  for (const char* text : {"", "-1", "+1", ".5", "5.", "1,5", "1 ", " 1", "0x10", "nan", "inf", "1e", "1e+", "1e31",
                           "1e5.0", "1.2.3", "9223372036854775808", "1e19", "92233720368547758.0799"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Decimal, scales_without_losing_digits) {
  EXPECT_EQ((Decimal{17562, 2}.scaled(8)), 17562000000);
  EXPECT_EQ((Decimal{17562, 2}.scaled(1)), std::nullopt);
  EXPECT_EQ((Decimal{9223372036854775807U, 0}.scaled(1)), std::nullopt);
  EXPECT_EQ((Decimal{0, 0}.scaled(1000)), 0);
}

RC_GTEST_PROP(ParseDecimal, reads_what_was_written, ()) {
  const auto whole = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000);
  const auto part = *rc::gen::inRange<std::uint64_t>(0, 100'000'000);
  auto text = std::to_string(part);
  text = std::to_string(whole) + "." + std::string(8 - text.size(), '0') + text;
  RC_ASSERT(parse_decimal(text).value().scaled(8) == static_cast<std::int64_t>(whole * 100'000'000 + part));
}

}  // namespace
}  // namespace zestron::events
