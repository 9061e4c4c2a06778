#include "events/recorded/series.hpp"

#include <gtest/gtest.h>

namespace zestron::events {
namespace {

constexpr std::string_view kCandles = "timestamp_ms,open,high,low,close,volume\n";
constexpr std::string_view kTrades = "timestamp_ms,price,amount\n";

std::string candles(std::string_view rows) { return std::string(kCandles) + std::string(rows); }
std::string trades(std::string_view rows) { return std::string(kTrades) + std::string(rows); }

TEST(ParseSeries, candles_tick_at_the_close_with_half_the_range_as_confidence) {
  const auto series =
      parse_series(candles("60000,175.62,175.83,175.62,175.68,1\n120000,175.67,175.9,175.61,175.88,0.5\n"), "x");
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_EQ(series->dialect, Series::Dialect::kCandles);
  EXPECT_EQ(series->exponent, -8);
  const std::vector<SeriesRow> expected{{60000, 17568000000, 10500000}, {120000, 17588000000, 14500000}};
  EXPECT_EQ(series->rows, expected);
}

TEST(ParseSeries, trades_tick_at_their_price_with_columns_anywhere) {
  const auto series = parse_series(
      "trade_id,side,price,timestamp_ms\r\n7,buy,1666.8,1675329600138\r\n8,sell,1666.79,1675329600138\r\n\r\n", "x");
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_EQ(series->dialect, Series::Dialect::kTrades);
  const std::vector<SeriesRow> expected{{1675329600138, 166680000000, 0}, {1675329600138, 166679000000, 0}};
  EXPECT_EQ(series->rows, expected);
}

TEST(ParseSeries, cuts_fractions_of_a_millisecond_off) {
  const auto series = parse_series(trades("1762795433971.7445000,105433.60000,1\n1762795433971.9,1,1"), "x");
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_EQ(series->rows[0].time_ms, 1762795433971);
  EXPECT_EQ(series->rows[1].time_ms, 1762795433971);
}

TEST(ParseSeries, one_exponent_serves_the_finest_price) {
  const auto series = parse_series(trades("1,2,1\n2,0.0000000001,1\n"), "x");
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_EQ(series->exponent, -10);
  EXPECT_EQ(series->rows[0].price, 20000000000);
  EXPECT_EQ(series->rows[1].price, 1);
}

TEST(ParseSeries, confidence_is_rounded_up) {
  const auto series = parse_series(candles("1,0.00000001,0.00000002,0.00000001,0.00000001,1\n"), "x");
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_EQ(series->rows[0].confidence, 1U);
}

struct Broken {
  std::string text;
  MarketError code;
  std::string_view place;     // LINE:COLUMN
  std::string_view expected;  // part of the message
};

TEST(ParseSeries, names_line_column_and_what_is_expected) {
  const Broken table[] = {
      {"", MarketError::kMalformed, "1:1", "header"},
      {"time,price\n1,2\n", MarketError::kMalformed, "1:1", "timestamp_ms"},
      {"timestamp_ms,open,high,low\n1,2,3,4\n", MarketError::kMalformed, "1:1", "timestamp_ms"},
      {"timestamp_ms,price,price\n1,2,3\n", MarketError::kMalformed, "1:20", "once"},
      {"timestamp_ms,price,open,high,low,close\n", MarketError::kMalformed, "1:1", "candles"},
      {std::string(kTrades), MarketError::kMalformed, "2:1", "at least one"},
      {trades("1,2\n"), MarketError::kMalformed, "2:1", "expected 3"},
      {trades("1,2,3,4\n"), MarketError::kMalformed, "2:1", "expected 3"},
      {trades("1,2,3\n\n2,2,3\n"), MarketError::kMalformed, "3:1", "expected 3"},
      {trades("1,2,3\nx,2,3\n"), MarketError::kMalformed, "3:1", "milliseconds"},
      {trades("1,2,3\n-2,2,3\n"), MarketError::kMalformed, "3:1", "milliseconds"},
      {trades("1.x,2,3\n"), MarketError::kMalformed, "2:1", "milliseconds"},
      {trades("1,2,3\n2,abc,3\n"), MarketError::kMalformed, "3:3", "'abc'; expected a price above zero"},
      {trades("1,2,3\n2,,3\n"), MarketError::kMalformed, "3:3", "a price above zero"},
      {trades("1,2,3\n2,-2,3\n"), MarketError::kMalformed, "3:3", "a price above zero"},
      {trades("1,2,3\n2,0.000,3\n"), MarketError::kMalformed, "3:3", "a price above zero"},
      {trades("1,\"2\",3\n"), MarketError::kMalformed, "2:3", "a price above zero"},
      {trades("1,0.0000000000001,3\n"), MarketError::kOutOfRange, "2:3", "at most 12"},
      {trades("10,92233720369,3\n"), MarketError::kOutOfRange, "2:4", "less than 2^63"},
      {trades("5,92233720,3\n6,0.000000000001,3\n"), MarketError::kOutOfRange, "2:3", "less than 2^63"},
      {trades("2,2,3\n1,2,3\n"), MarketError::kTimeBackwards, "3:1", "from 2 to 1"},
      {candles("1,2,1.5,1,1,0\n"), MarketError::kMalformed, "2:5", "high is below"},
      {candles("1,2,3,2.5,3,0\n"), MarketError::kMalformed, "2:7", "low is above"},
      {candles("1,2,x,1,1,0\n"), MarketError::kMalformed, "2:5", "a price above zero"},
      {candles("1,2,3,,1,0\n"), MarketError::kMalformed, "2:7", "a price above zero"},
      {candles("1,2,3,1,2\n"), MarketError::kMalformed, "2:1", "expected 6"},
  };
  for (const auto& row : table) {
    const auto series = parse_series(row.text, "file.csv");
    ASSERT_FALSE(series) << row.text;
    EXPECT_EQ(series.error().code, row.code) << series.error().message;
    EXPECT_TRUE(series.error().message.starts_with("file.csv:" + std::string(row.place) + ": "))
        << row.text << series.error().message;
    EXPECT_NE(series.error().message.find(row.expected), std::string::npos) << series.error().message;
  }
}

TEST(ParseSeries, finds_a_broken_line_deep_in_the_file) {
  std::string text(kTrades);
  for (int i = 0; i < 898; ++i) text += std::to_string(i) + ",100.5,1\n";
  text += "898,100.5x,1\n";
  EXPECT_TRUE(parse_series(text, "f").error().message.starts_with("f:900:5: '100.5x'"));
}

TEST(ParseSeries, shows_no_control_characters) {
  const auto series = parse_series(trades("1,\x1b[31m" + std::string(100, 'x') + ",1\n"), "f");
  EXPECT_EQ(series.error().message.find('\x1b'), std::string::npos);
  EXPECT_LT(series.error().message.size(), 150U);
}

}  // namespace
}  // namespace zestron::events
