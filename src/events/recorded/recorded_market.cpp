#include "events/recorded/recorded_market.hpp"

#include "codec/hex.hpp"
#include "codec/sha256.hpp"
#include "events/recorded/series.hpp"
#include "infra/file/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

namespace zestron::events {
namespace {

class RecordedMarket final : public MarketSource {
 public:
  RecordedMarket(Series series, MarketInfo info, const domain::FeedId& feed)
      : series_(std::move(series)), info_(std::move(info)), feed_(feed) {}

  [[nodiscard]] const MarketInfo& info() const override { return info_; }
  [[nodiscard]] bool ended() const override { return at_ == series_.rows.size(); }

  MarketOutcome<std::optional<domain::Tick>> next() override {
    if (ended()) return std::nullopt;
    const auto& row = series_.rows[at_++];
    return domain::Tick{.feed = feed_,
                        .price = row.price,
                        .confidence = row.confidence,
                        .exponent = series_.exponent,
                        .published = UnixMillis(row.time_ms),
                        .origin = info_.origin};
  }

  MarketOutcome<std::uint64_t> skip(std::uint64_t count) override {
    const auto passed = std::min<std::uint64_t>(count, series_.rows.size() - at_);
    at_ += static_cast<std::size_t>(passed);
    return passed;
  }

 private:
  const Series series_;
  const MarketInfo info_;
  const domain::FeedId feed_;
  std::size_t at_ = 0;
};

}  // namespace

MarketOutcome<std::unique_ptr<MarketSource>> make_recorded_market(std::string_view text, std::string_view name,
                                                                  const domain::FeedId& feed) {
  auto series = parse_series(text, name);
  if (!series) return std::unexpected(series.error());
  const auto rows = series->rows.size();
  const auto* kind = series->dialect == Series::Dialect::kCandles ? "candles" : "trades";
  MarketInfo info{
      .identity = "file:" + codec::hex_encode(codec::sha256(as_bytes(text)).view()),
      .origin = domain::TickOrigin::kRecorded,
      .description = fmt::format("recorded {} {} from {}", rows, kind, std::filesystem::path(name).filename().string()),
      .ticks = rows};
  return std::make_unique<RecordedMarket>(*std::move(series), std::move(info), feed);
}

MarketOutcome<std::unique_ptr<MarketSource>> open_recorded_market(const std::filesystem::path& path,
                                                                  const domain::FeedId& feed) {
  const auto unreadable = [&](std::string_view why) {
    return fail(MarketError::kUnreadable, fmt::format("cannot read the market file {}: {}", path.string(), why));
  };
  std::error_code ec;
  const auto size = std::filesystem::file_size(path, ec);
  if (ec) return unreadable(ec.message() + "; name a CSV file, hermes or sim:SEED");
  if (size > kMarketFileBytesMax)
    return unreadable(fmt::format("{} bytes; at most {} are played", size, kMarketFileBytesMax));
  const auto bytes = infra::read_file(path);
  if (!bytes) return unreadable(bytes.error().message);
  return make_recorded_market(as_text(*bytes), path.string(), feed);
}

}  // namespace zestron::events
