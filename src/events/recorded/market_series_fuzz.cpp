#include "base/assert.hpp"
#include "events/recorded/series.hpp"

#include <string>

// What parses keeps the contract of a series, and says the same when it is written out as plain trades and read again. What does
// not parse says where.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  const auto series = events::parse_series(as_text({data, size}), "f");
  if (!series) {
    ZESTRON_ASSERT(series.error().message.starts_with("f:"));
    return 0;
  }
  ZESTRON_ASSERT(!series->rows.empty());
  ZESTRON_ASSERT(series->exponent <= events::kSeriesExponentMax && series->exponent >= events::kSeriesExponentMin);
  std::string text = "timestamp_ms,price\n";
  const auto places = static_cast<std::size_t>(-series->exponent);
  std::int64_t newest = series->rows.front().time_ms;
  for (const auto& row : series->rows) {
    ZESTRON_ASSERT(row.price > 0 && row.time_ms >= newest);
    newest = row.time_ms;
    auto digits = std::to_string(row.price);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    text += std::to_string(row.time_ms) + "," + digits.insert(digits.size() - places, ".") + "\n";
  }
  const auto again = events::parse_series(text, "f");
  ZESTRON_ASSERT(again && again->rows.size() == series->rows.size());
  for (std::size_t i = 0; i < series->rows.size(); ++i) {
    // A candle's open, high or low may have needed more places than the closes do.
    auto price = series->rows[i].price;
    for (auto e = series->exponent; e < again->exponent; ++e) price /= 10;
    ZESTRON_ASSERT(again->rows[i].time_ms == series->rows[i].time_ms && again->rows[i].price == price);
  }
  return 0;
}
