#include "events/market_cursor.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>

#include <utility>

namespace zestron::events {

MarketCursor::MarketCursor(std::unique_ptr<MarketSource> source) : source_(std::move(source)) {
  ZESTRON_ASSERT(source_ != nullptr);
}

MarketOutcome<std::optional<NumberedTick>> MarketCursor::next() {
  const auto tick = source_->next();
  if (!tick) return std::unexpected(tick.error());
  if (!*tick) return std::nullopt;
  return NumberedTick{position_++, **tick};
}

MarketOutcome<void> MarketCursor::resume_at(std::uint64_t index) {
  if (index < position_) {
    return fail(MarketError::kOutOfRange,
                fmt::format("{}: tick {} lies behind, the next one is {}", info().identity, index, position_));
  }
  if (info().origin != domain::TickOrigin::kLive) {
    const auto passed = source_->skip(index - position_);
    if (!passed) return std::unexpected(passed.error());
    position_ += *passed;
    if (position_ != index) {
      return fail(MarketError::kOutOfRange,
                  fmt::format("{}: it has only {} ticks, none with number {}", info().identity, position_, index));
    }
  }
  position_ = index;
  return {};
}

}  // namespace zestron::events
