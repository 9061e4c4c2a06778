// Which market a node runs on, and why, in one line to print. Pure: what is outside (environment, network) is handed in.
#pragma once

#include "events/market_source.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace zestron::events {

enum class MarketKind : std::uint8_t { kFile, kHermes, kSimulated };

struct MarketChoice {
  MarketKind kind = MarketKind::kSimulated;
  std::string file;        ///< for kFile
  std::uint64_t seed = 0;  ///< for kSimulated
  std::string reason;      ///< one line: which market and why
};

struct MarketRequest {
  std::optional<std::string> option;       ///< --market
  std::optional<std::string> environment;  ///< ZESTRON_MARKET; empty counts as unset
  bool offline = false;                    ///< --offline: no outside call
  std::string_view hermes_host = "hermes.pyth.network";
  /// Asked at most once, and only if nothing was named and `offline` is false: does Hermes answer (within 2 s)?
  std::function<bool()> hermes_answers;
};

/// `hermes`, `sim` (the same as `sim:1`), `sim:SEED` with SEED an unsigned 64-bit number, else a file; a file with such a name
/// is written `./hermes`. Order: option, environment, Hermes if it answers, `sim:1`.
MarketOutcome<MarketChoice> select_market(const MarketRequest& request);

}  // namespace zestron::events
