// Runs an agent: a tick in, intents and what there is to show out. Pure and deterministic: the same config and the same views
// give the same intents, so an agent that was stopped is brought back by feeding it the recorded ticks again.
#pragma once

#include "agent/config.hpp"
#include "agent/kind.hpp"
#include "agent/trade.hpp"
#include "domain/context_view.hpp"
#include "domain/intent.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace zestron::agent {

/// A number of the graph under its node's id (averages, volatility), for display.
struct NamedNumber {
  std::string id;
  Number number;
};

/// The agent after the newest tick.
struct Display {
  std::uint64_t ticks = 0;  ///< seen so far, those of other feeds not counted
  std::vector<NamedNumber> numbers;
  Position position;  ///< as of the position module; default without one
};

/// What a tick brought. Everything it points to is valid until the next on_tick.
struct Step {
  std::span<const domain::Intent> intents;
  const TradeOpened* opened = nullptr;
  const TradeClosed* closed = nullptr;
};

class Runtime {
 public:
  /// `agent` is the AgentState account that intents act for.
  Runtime(const Config& config, const Pubkey& agent);
  Runtime(Runtime&&) noexcept;
  Runtime& operator=(Runtime&&) noexcept;
  ~Runtime();

  /// Views come in the order of their slots. A tick of another feed changes nothing and brings nothing. Well under a microsecond.
  Step on_tick(const domain::ContextView& view);

  [[nodiscard]] const Pubkey& agent() const { return agent_; }
  [[nodiscard]] const Display& display() const { return display_; }
  /// All closed trades, oldest first; the leaves of a claim's Merkle root. Grows by about 150 bytes a trade.
  [[nodiscard]] const std::vector<TradeClosed>& trades() const { return trades_; }
  /// How many intents were formed; the newest one's sequence.
  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }

 private:
  Pubkey agent_;
  domain::FeedId feed_;
  std::vector<std::unique_ptr<Module>> modules_;
  std::vector<const Number*> numbers_;
  const Position* position_ = nullptr;
  Display display_;
  std::vector<TradeClosed> trades_;
  std::vector<domain::Intent> intents_;
  std::uint64_t sequence_ = 0;
};

}  // namespace zestron::agent
