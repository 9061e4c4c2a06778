// The text of a recorded series, as CSV with a header line, turned into exact integers. Pure; fuzzed.
//
// Candles have the columns timestamp_ms, open, high, low, close: one tick per row with the close, confidence half of
// high − low. Trades have timestamp_ms and price: one tick per row, confidence 0. Other columns may stand anywhere and are not
// read. Lines end with LF or CRLF; empty lines are allowed at the end only.
#pragma once

#include "events/market_source.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace zestron::events {

struct SeriesRow {
  std::int64_t time_ms = 0;  ///< the row's own time; fractions of a millisecond are cut off
  std::int64_t price = 0;    ///< > 0
  std::uint64_t confidence = 0;
  bool operator==(const SeriesRow&) const = default;
};

struct Series {
  enum class Dialect : std::uint8_t { kCandles, kTrades };
  Dialect dialect = Dialect::kCandles;
  std::int32_t exponent = 0;  ///< one for all rows: −8, as Pyth's feeds have, or finer if a price needs it
  std::vector<SeriesRow> rows;
};

/// Finest exponent that a series may need. Significant digits beyond it are an error, not rounded away.
inline constexpr std::int32_t kSeriesExponentMin = -12;
inline constexpr std::int32_t kSeriesExponentMax = -8;

/// Errors read `NAME:LINE:COLUMN: what is wrong; expected what`. Time may stand still between rows, never run back.
MarketOutcome<Series> parse_series(std::string_view text, std::string_view name);

}  // namespace zestron::events
