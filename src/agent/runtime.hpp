// Runs an agent: an event in, intents and what there is to show out. Pure and deterministic: the same config and the same events
// give the same intents, so an agent that was stopped is brought back by feeding it the recorded events again.
#pragma once

#include "agent/config.hpp"
#include "agent/trade.hpp"
#include "domain/context_view.hpp"
#include "domain/event.hpp"
#include "domain/intent.hpp"
#include "domain/request.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace zestron::agent {

/// A number of the graph under its node's id (averages, volatility), for display; `node.output` for all but the first output.
struct NamedNumber {
  std::string id;
  Number number;
};

/// The agent after the newest event.
struct Display {
  std::uint64_t ticks = 0;  ///< seen so far, those of other feeds not counted
  std::vector<NamedNumber> numbers;
  Position position;  ///< as of the position module; default without one
};

/// What an event brought. Everything it points to is valid until the next one.
struct Step {
  Verdict verdict = Verdict::kNotConcerned;
  std::span<const domain::Intent> intents;
  std::span<const domain::Request> requests;
  std::span<const Letter> letters;  ///< to other agents
  const TradeOpened* opened = nullptr;
  const TradeClosed* closed = nullptr;
  NodeSet fired;  ///< nodes that had something new
};

class Runtime {
 public:
  /// `agent` is the AgentState account that intents act for.
  Runtime(const Config& config, const Pubkey& agent);

  /// A tick begins: the fuel is full again. Then its events, in order; the tick's own price through on_tick.
  void begin_tick() { fuel_ = plan_->budget().fuel_per_tick_max; }
  Step on_event(const domain::Event& event);
  /// begin_tick and the price. Views come in the order of their slots. A tick of another feed changes nothing and brings nothing.
  /// Well under a microsecond.
  Step on_tick(const domain::ContextView& view);

  /// Plan::calm of its block.
  [[nodiscard]] Calm calm() { return plan_->calm(writable()); }

  /// Goes on with another config: nodes of the same id, kind and parameters keep their state, the others begin. Between two events,
  /// so that none is lost. Returns how many nodes went on.
  std::size_t upgrade(const Config& config);

  [[nodiscard]] const Pubkey& agent() const { return agent_; }
  [[nodiscard]] const Plan& plan() const { return *plan_; }
  [[nodiscard]] Display display() const;
  /// Of the position module; as it begins without one.
  [[nodiscard]] const Position& position() const;
  /// All closed trades, oldest first; the leaves of a claim's Merkle root. Grows by about 150 bytes a trade.
  [[nodiscard]] const std::vector<TradeClosed>& trades() const { return trades_; }
  /// How many intents were formed; the newest one's sequence.
  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }
  /// The whole state of the graph.
  [[nodiscard]] std::span<const std::byte> block() const { return std::as_bytes(std::span(block_)); }

  /// All that it is between two ticks, but for its config and its trades.
  struct Standing {
    std::uint64_t ticks = 0, sequence = 0;
    std::span<const std::byte> block;
  };
  [[nodiscard]] Standing standing() const { return {ticks_, sequence_, block()}; }
  /// Stands where a runtime of the same config stood, at the begin of a tick. The bytes are its own, made by the same code
  /// (code_digest.hpp). False, and all is as it was, where they cannot be: their size differs, or the position has closed another number
  /// of trades.
  bool stand_at(const Standing& standing, std::vector<TradeClosed> trades);

 private:
  [[nodiscard]] std::span<std::byte> writable() { return std::as_writable_bytes(std::span(block_)); }

  Pubkey agent_;
  domain::FeedId feed_;
  std::shared_ptr<const Plan> plan_;
  std::vector<std::uint64_t> block_;  // words, for their alignment
  std::optional<std::size_t> position_;
  Effects effects_;
  std::uint64_t fuel_ = 0, ticks_ = 0, sequence_ = 0;
  std::vector<TradeClosed> trades_;
  std::vector<domain::Intent> intents_;
};

}  // namespace zestron::agent
