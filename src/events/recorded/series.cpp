#include "events/recorded/series.hpp"

#include "events/recorded/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace zestron::events {
namespace {

using Dialect = Series::Dialect;

constexpr std::size_t kColumnsMax = 64;
constexpr std::size_t kShownMax = 32;
constexpr std::size_t kAbsent = kColumnsMax;

struct Line {
  std::size_t number = 0;  // from 1
  std::string_view text;
};

struct Cell {
  std::string_view text;
  std::size_t column = 1;  // from 1, in bytes
};

// Where the columns that are read stand in a row.
struct Header {
  Dialect dialect = Dialect::kCandles;
  std::size_t columns = 0;
  std::size_t time = kAbsent, price = kAbsent;  // price: of candles the close
  std::size_t open = kAbsent, high = kAbsent, low = kAbsent;
};

struct Row {
  std::int64_t time_ms = 0;
  Decimal price, high, low;  // the latter two of candles only
  Cell price_cell, high_cell, low_cell;
};

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kShownMax)) out += c >= ' ' && c <= '~' ? c : '?';
  return "'" + out + (text.size() > kShownMax ? "…'" : "'");
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view name) : rest_(text), name_(name) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  }

  // False at the end, which empty lines may precede.
  bool next_line() {
    if (rest_.find_first_not_of("\r\n") == std::string_view::npos) return false;
    const auto end = rest_.find('\n');
    line_.text = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (line_.text.ends_with('\r')) line_.text.remove_suffix(1);
    ++line_.number;
    return true;
  }

  // The cells of the current line; how many there are is returned, as many as fit are stored.
  std::size_t split(std::array<Cell, kColumnsMax>& cells) const {
    std::size_t count = 0;
    for (std::size_t from = 0;; ++count) {
      const auto comma = line_.text.find(',', from);
      if (count < kColumnsMax) cells[count] = {line_.text.substr(from, comma - from), from + 1};
      if (comma == std::string_view::npos) return count + 1;
      from = comma + 1;
    }
  }

  [[nodiscard]] std::unexpected<Failure<MarketError>> wrong(MarketError code, std::size_t column,
                                                            std::string_view what) const {
    return fail(code, fmt::format("{}:{}:{}: {}", name_, std::max<std::size_t>(line_.number, 1), column, what));
  }

  [[nodiscard]] MarketOutcome<Decimal> number(const Cell& cell, std::string_view expected) const {
    const auto value = parse_decimal(cell.text);
    if (!value)
      return wrong(MarketError::kMalformed, cell.column, fmt::format("{}; expected {}", shown(cell.text), expected));
    return *value;
  }

  [[nodiscard]] MarketOutcome<Decimal> price(const Cell& cell) const {
    auto value = number(cell, "a price above zero such as 175.68");
    if (!value) return value;
    if (value->digits == 0) {
      return wrong(MarketError::kMalformed, cell.column,
                   fmt::format("{}; expected a price above zero such as 175.68", shown(cell.text)));
    }
    if (value->places > -kSeriesExponentMin) {
      return wrong(
          MarketError::kOutOfRange, cell.column,
          fmt::format("{} has {} decimals; expected at most {}", shown(cell.text), value->places, -kSeriesExponentMin));
    }
    return value;
  }

 private:
  std::string_view rest_, name_;
  Line line_;
};

MarketOutcome<Header> read_header(Reader& reader) {
  constexpr std::string_view kExpected =
      "expected a header line with timestamp_ms,open,high,low,close (candles) or timestamp_ms,price (trades)";
  if (!reader.next_line())
    return reader.wrong(MarketError::kMalformed, 1, fmt::format("the file has no line; {}", kExpected));
  std::array<Cell, kColumnsMax> cells;
  Header header;
  header.columns = reader.split(cells);
  if (header.columns > kColumnsMax) {
    return reader.wrong(MarketError::kMalformed, 1,
                        fmt::format("{} columns; expected at most {}", header.columns, kColumnsMax));
  }
  std::size_t close = kAbsent;
  const std::pair<std::string_view, std::size_t*> wanted[] = {{"timestamp_ms", &header.time}, {"price", &header.price},
                                                              {"open", &header.open},         {"high", &header.high},
                                                              {"low", &header.low},           {"close", &close}};
  for (std::size_t i = 0; i < header.columns; ++i) {
    for (const auto& [name, place] : wanted) {
      if (cells[i].text != name) continue;
      if (*place != kAbsent) {
        return reader.wrong(MarketError::kMalformed, cells[i].column,
                            fmt::format("the column {} stands twice; expected it once", name));
      }
      *place = i;
    }
  }
  const bool candles = header.open != kAbsent && header.high != kAbsent && header.low != kAbsent && close != kAbsent;
  if (header.time == kAbsent || candles == (header.price != kAbsent)) {
    return reader.wrong(MarketError::kMalformed, 1, fmt::format("unknown columns; {}", kExpected));
  }
  header.dialect = candles ? Dialect::kCandles : Dialect::kTrades;
  if (candles) header.price = close;
  return header;
}

// Compares without scaling either to more digits than 128 bits hold: places are at most 12 here.
bool less(const Decimal& a, const Decimal& b) {
  __extension__ using Wide = unsigned __int128;
  const auto wide = [](const Decimal& value) {
    Wide out = value.digits;
    for (int i = value.places; i < -kSeriesExponentMin; ++i) out *= 10;
    return out;
  };
  return wide(a) < wide(b);
}

MarketOutcome<void> read_candle(const Reader& reader, const Header& header, const std::array<Cell, kColumnsMax>& cells,
                                Row& row) {
  row.high_cell = cells[header.high];
  row.low_cell = cells[header.low];
  const auto open = reader.price(cells[header.open]);
  if (!open) return std::unexpected(open.error());
  const auto high = reader.price(row.high_cell);
  if (!high) return std::unexpected(high.error());
  const auto low = reader.price(row.low_cell);
  if (!low) return std::unexpected(low.error());
  row.high = *high;
  row.low = *low;
  if (less(*high, *open) || less(*high, row.price)) {
    return reader.wrong(MarketError::kMalformed, row.high_cell.column,
                        "high is below open or close; expected the highest price of the row");
  }
  if (less(*open, *low) || less(row.price, *low)) {
    return reader.wrong(MarketError::kMalformed, row.low_cell.column,
                        "low is above open or close; expected the lowest price of the row");
  }
  return {};
}

MarketOutcome<Row> read_row(const Reader& reader, const Header& header) {
  std::array<Cell, kColumnsMax> cells;
  const std::size_t count = reader.split(cells);
  if (count != header.columns) {
    return reader.wrong(MarketError::kMalformed, 1,
                        fmt::format("{} columns; expected {} as in the header", count, header.columns));
  }
  Row row;
  const auto& time = cells[header.time];
  // A fraction of a millisecond is cut off; it may have any number of digits.
  const auto point = time.text.find('.');
  if (point != std::string_view::npos &&
      !parse_decimal("0" + std::string(time.text.substr(point)).substr(0, kShownMax))) {
    return reader.wrong(MarketError::kMalformed, time.column,
                        fmt::format("{}; expected milliseconds since 1970", shown(time.text)));
  }
  const auto millis = reader.number({time.text.substr(0, point), time.column}, "milliseconds since 1970");
  if (!millis) return std::unexpected(millis.error());
  if (millis->places != 0) {
    return reader.wrong(MarketError::kMalformed, time.column,
                        fmt::format("{}; expected milliseconds since 1970", shown(time.text)));
  }
  row.time_ms = static_cast<std::int64_t>(millis->digits);
  row.price_cell = cells[header.price];
  const auto price = reader.price(row.price_cell);
  if (!price) return std::unexpected(price.error());
  row.price = *price;
  if (header.dialect == Dialect::kCandles) {
    if (auto candle = read_candle(reader, header, cells, row); !candle) return std::unexpected(candle.error());
  }
  return row;
}

MarketOutcome<SeriesRow> scale(const Reader& reader, const Row& row, const Series& series) {
  const auto scaled = [&](const Decimal& value, const Cell& cell) -> MarketOutcome<std::int64_t> {
    const auto out = value.scaled(-series.exponent);
    if (!out) {
      return reader.wrong(
          MarketError::kOutOfRange, cell.column,
          fmt::format("{} is too large; expected less than 2^63 in units of 10^{}, which this file needs",
                      shown(cell.text), series.exponent));
    }
    return *out;
  };
  const auto price = scaled(row.price, row.price_cell);
  if (!price) return std::unexpected(price.error());
  SeriesRow out{row.time_ms, *price, 0};
  if (series.dialect == Dialect::kCandles) {
    const auto high = scaled(row.high, row.high_cell);
    if (!high) return std::unexpected(high.error());
    const auto low = scaled(row.low, row.low_cell);
    if (!low) return std::unexpected(low.error());
    const auto width = static_cast<std::uint64_t>(*high - *low);
    out.confidence = width / 2 + width % 2;
  }
  return out;
}

// Two passes: the first finds what is broken and how fine the prices are, the second scales them.
using OnRow = std::function<MarketOutcome<void>(const Reader&, const Header&, const Row&)>;

MarketOutcome<void> each_row(std::string_view text, std::string_view name, const OnRow& on_row) {
  Reader reader(text, name);
  const auto header = read_header(reader);
  if (!header) return std::unexpected(header.error());
  while (reader.next_line()) {
    const auto row = read_row(reader, *header);
    if (!row) return std::unexpected(row.error());
    if (auto done = on_row(reader, *header, *row); !done) return done;
  }
  return {};
}

}  // namespace

MarketOutcome<Series> parse_series(std::string_view text, std::string_view name) {
  Series series;
  int places = -kSeriesExponentMax;
  std::size_t count = 0;
  std::int64_t newest = 0;
  auto checked =
      each_row(text, name, [&](const Reader& reader, const Header& header, const Row& row) -> MarketOutcome<void> {
        series.dialect = header.dialect;
        if (count != 0 && row.time_ms < newest) {
          return reader.wrong(MarketError::kTimeBackwards, 1,
                              fmt::format("time runs back from {} to {}; expected rows in the order of timestamp_ms",
                                          newest, row.time_ms));
        }
        newest = row.time_ms;
        places = std::max({places, row.price.places, row.high.places, row.low.places});
        ++count;
        return {};
      });
  if (!checked) return std::unexpected(checked.error());
  if (count == 0)
    return fail(MarketError::kMalformed, fmt::format("{}:2:1: no row follows the header; expected at least one", name));

  series.exponent = -places;
  series.rows.reserve(count);
  auto filled = each_row(text, name, [&](const Reader& reader, const Header&, const Row& row) -> MarketOutcome<void> {
    auto scaled = scale(reader, row, series);
    if (!scaled) return std::unexpected(scaled.error());
    series.rows.push_back(*scaled);
    return {};
  });
  if (!filled) return std::unexpected(filled.error());
  return series;
}

}  // namespace zestron::events
