#include "events/market_source.hpp"

namespace zestron::events {

MarketOutcome<std::uint64_t> MarketSource::skip(std::uint64_t count) {
  for (std::uint64_t passed = 0; passed < count; ++passed) {
    const auto tick = next();
    if (!tick) return std::unexpected(tick.error());
    if (!*tick) return passed;
  }
  return count;
}

}  // namespace zestron::events
