// A recorded series played from a file. It is read and checked as a whole when opened, so that a broken line 900 is found
// before the first tick.
#pragma once

#include "events/market_source.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace zestron::events {

/// Larger files are refused (kUnreadable): the series is held in memory, 24 bytes a row.
inline constexpr std::uint64_t kMarketFileBytesMax = 1ULL << 30U;

/// The rows stand for `feed`: the file itself does not name its market.
MarketOutcome<std::unique_ptr<MarketSource>> open_recorded_market(const std::filesystem::path& path,
                                                                  const domain::FeedId& feed);

/// The same for text in memory; `name` is what errors and the description call it.
MarketOutcome<std::unique_ptr<MarketSource>> make_recorded_market(std::string_view text, std::string_view name,
                                                                  const domain::FeedId& feed);

}  // namespace zestron::events
