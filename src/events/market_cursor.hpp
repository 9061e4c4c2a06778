// Ticks by number, 0, 1, 2 …, over a source that only goes forward: how a node that was stopped finds its place again.
#pragma once

#include "events/market_source.hpp"

#include <memory>

namespace zestron::events {

struct NumberedTick {
  std::uint64_t index = 0;
  domain::Tick tick;
};

class MarketCursor {
 public:
  explicit MarketCursor(std::unique_ptr<MarketSource> source);

  [[nodiscard]] const MarketInfo& info() const { return source_->info(); }
  /// The number that the next tick will carry: how many were taken or passed over.
  [[nodiscard]] std::uint64_t position() const { return position_; }
  [[nodiscard]] bool ended() const { return source_->ended(); }

  /// As MarketSource::next.
  MarketOutcome<std::optional<NumberedTick>> next();
  /// Makes `index` the next number. kOutOfRange when it lies behind, or when the source ends before it. A live source has no
  /// past: its next tick simply takes the number.
  MarketOutcome<void> resume_at(std::uint64_t index);

 private:
  std::unique_ptr<MarketSource> source_;
  std::uint64_t position_ = 0;
};

}  // namespace zestron::events
