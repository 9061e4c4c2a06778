// A price observation: the input that every agent acts on. Data only; sources in events/ make it, context/ remembers it.
#pragma once

#include "base/types.hpp"
#include "domain/feed_id.hpp"

#include <cstdint>
#include <string_view>

namespace zestron::domain {

/// Where a price comes from; shown wherever the price is shown.
enum class TickOrigin : std::uint8_t { kRecorded, kLive, kSimulated };

constexpr std::string_view to_string(TickOrigin origin) {
  switch (origin) {
    case TickOrigin::kRecorded: return "recorded";
    case TickOrigin::kLive: return "live";
    case TickOrigin::kSimulated: return "simulated";
  }
  return "simulated";
}

/// price = mantissa × 10^exponent, as Pyth and Solana accounts carry it; never a double.
struct Tick {
  FeedId feed;
  std::int64_t price = 0;        ///< mantissa, > 0
  std::uint64_t confidence = 0;  ///< half width of the source's interval, same exponent
  std::int32_t exponent = 0;     ///< −18 … 0
  UnixMillis published;
  TickOrigin origin = TickOrigin::kSimulated;
  bool operator==(const Tick&) const = default;
};

}  // namespace zestron::domain
