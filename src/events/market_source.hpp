// Where prices come from, as the loop sees it: a file, a simulator and a live feed look alike. Pulled, never pushed: the node
// asks when it opens a slot, so no queue can overflow.
#pragma once

#include "base/result.hpp"
#include "domain/tick.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace zestron::events {

enum class MarketError : std::uint16_t {
  kUnreadable = 1,  ///< the file cannot be opened or read, or is too large
  kMalformed = 2,   ///< a header, row or number is not what it should be
  kTimeBackwards = 3,
  kOutOfRange = 4,     ///< a number that a Tick cannot carry, or a tick that is behind or does not exist
  kUnavailable = 5,    ///< a live feed that cannot be set up, or that --offline forbids
  kUnknownMarket = 6,  ///< --market or ZESTRON_MARKET names nothing we know
};

template <class T>
using MarketOutcome = Outcome<T, MarketError>;

struct MarketInfo {
  /// Names the input itself: equal identities give equal ticks (except live ones). A data folder remembers it.
  /// `file:SHA256`, `sim:SEED`, `hermes:FEED`.
  std::string identity;
  domain::TickOrigin origin = domain::TickOrigin::kSimulated;
  std::string description;             ///< one line for people, origin included
  std::optional<std::uint64_t> ticks;  ///< how many there are, where that is known
};

/// One thread pulls; a source with a thread of its own hides it.
class MarketSource {
 public:
  MarketSource() = default;
  MarketSource(const MarketSource&) = delete;
  MarketSource& operator=(const MarketSource&) = delete;
  virtual ~MarketSource() = default;

  [[nodiscard]] virtual const MarketInfo& info() const = 0;
  /// The next tick; `published` never decreases. nullopt: none now; `ended()` tells whether one may still come. Never blocks.
  virtual MarketOutcome<std::optional<domain::Tick>> next() = 0;
  /// True when no further tick will come. A live feed and a simulation never end.
  [[nodiscard]] virtual bool ended() const = 0;
  /// Passes over up to `count` ticks and says how many there were. The default pulls and drops them.
  virtual MarketOutcome<std::uint64_t> skip(std::uint64_t count);
};

}  // namespace zestron::events
