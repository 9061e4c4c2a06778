// Runs an agent over a market as a node would, and remembers all that it brought. For tests.
#pragma once

#include "agent/runtime.hpp"
#include "base/assert.hpp"
#include "base/testing/fixtures.hpp"
#include "context/assemble.hpp"
#include "domain/intent.hpp"
#include "events/market_source.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace zestron::agent::testing {

constexpr Pubkey kAgent({9, 9, 9});

inline nlohmann::json example() { return nlohmann::json::parse(zestron::testing::read_text(ZESTRON_EXAMPLE_CONFIG)); }

inline Config config_of(const nlohmann::json& document) {
  auto config = Config::parse(document.dump());
  ZESTRON_ASSERT(config.has_value());
  return *std::move(config);
}

/// The bytes of an intent that matter on chain; equal bytes, equal intents.
inline void append_bytes(Bytes& out, const domain::Intent& intent) {
  const auto put = [&](std::uint64_t value) {
    for (unsigned shift = 0; shift < 64; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
  };
  out.insert(out.end(), intent.agent.view().begin(), intent.agent.view().end());
  put(intent.slot.value());
  put(intent.sequence);
  const auto& claim = std::get<domain::ClaimPerformance>(intent.action);
  put(claim.gain);
  put(claim.loss);
  put(claim.trades);
  put(claim.trades_total);
  out.insert(out.end(), claim.root.view().begin(), claim.root.view().end());
}

struct Run {
  std::vector<domain::Intent> intents;
  Bytes bytes;
  std::vector<TradeOpened> opened;
  std::vector<TradeClosed> closed;
  Display display;
};

/// Slots count from 1; at most `max` ticks.
inline Run run(Runtime& runtime, events::MarketSource& market, std::uint64_t max = ~0ULL) {
  Run out;
  for (std::uint64_t slot = 1; slot <= max; ++slot) {
    const auto tick = market.next();
    ZESTRON_ASSERT(tick.has_value());
    if (!*tick) break;
    const auto view = context::assemble(Slot(slot), UnixSeconds(0), **tick);
    ZESTRON_ASSERT(view.has_value());
    const auto step = runtime.on_tick(*view);
    for (const auto& intent : step.intents) {
      out.intents.push_back(intent);
      append_bytes(out.bytes, intent);
    }
    if (step.opened != nullptr) out.opened.push_back(*step.opened);
    if (step.closed != nullptr) out.closed.push_back(*step.closed);
  }
  out.display = runtime.display();
  return out;
}

}  // namespace zestron::agent::testing
