// An agent on a recorded series: the node's own engine (agent/runtime.hpp), fed tick by tick as the node feeds it, and an account that
// follows its position at the costs and the latency that were asked for. Pure: the same input gives the same report, to the last bit.
#pragma once

#include "agent/config.hpp"
#include "agent/runtime.hpp"
#include "backtest/account.hpp"
#include "backtest/answers.hpp"
#include "backtest/figures.hpp"
#include "backtest/settings.hpp"
#include "backtest/world.hpp"
#include "base/result.hpp"
#include "events/market_source.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace zestron::backtest {

enum class BacktestError : std::uint16_t {
  kNoTicks = 1,
  kBadTick = 2,     ///< the message names it
  kUnanswered = 3,  ///< the config asks a service that nobody here answers
  kUnfed = 4,       ///< the config waits for what a recorded series does not have
  kSettings = 5,
  kStopped = 6,  ///< as Progress was told
};

/// What was run on what.
struct Subject {
  std::string agent;  ///< the config's name
  Hash config;
  std::string market;       ///< identity, as events::MarketInfo has it
  std::string description;  ///< of the market, for people
  std::string symbol, quote;
  std::uint64_t ticks = 0;
  UnixMillis first, last;
  std::int32_t exponent = 0;  ///< of the curve's prices
};

/// Bought at the first tick, at the same costs and latency, and never sold.
struct Holding {
  std::int64_t end_micros = 0;
};

struct Report {
  Subject subject;
  Settings settings;
  bool own_costs = false;  ///< settings.costs are the agent's own
  std::int64_t start_micros = 0, end_micros = 0;
  Holding holding;
  Drawdown drawdown;
  std::optional<double> sharpe;
  std::size_t periods = 0;  ///< returns that Sharpe's ratio is made of
  std::vector<CurvePoint> curve;
  std::vector<agent::TradeClosed> trades;
  std::optional<agent::TradeOpened> open;        ///< what is still held at the end
  std::uint64_t unfilled = 0, pending = 0;       ///< orders
  std::uint64_t intents = 0, out_of_fuel = 0;    ///< formed; events left out
  Hash intents_root, trades_root, answers_root;  ///< Merkle roots of intent_bytes, trade bytes and given_answer_bytes
  std::vector<GivenAnswer> answers;              ///< not in the report's document, its root is
  std::optional<Hash> observations;              ///< of the file; then `acted` counts
  Acted acted;

  /// Whether it has a position on paper: without one there is no equity, and no trade is its own.
  [[nodiscard]] bool on_paper() const { return start_micros != 0; }
  /// Share of the start; 0 when that is nothing.
  [[nodiscard]] double gain() const;
  [[nodiscard]] double holding_gain() const;
};

/// Sees what is fed and what came of it, before the next event.
class Witness {
 public:
  virtual ~Witness() = default;
  virtual void fed(const domain::Event& event, bool begins_tick, const agent::Runtime& runtime,
                   const agent::Step& step) = 0;
};

/// Between a run and whoever watches it from another thread; both sides look once in some thousand ticks.
struct Progress {
  std::atomic<std::uint64_t> ticks{0};  ///< done
  std::atomic<bool> stop{false};
};

struct Input {
  const agent::Config& config;
  std::span<const domain::Tick> ticks;  ///< in order, of the config's feed
  const events::MarketInfo& market;
  Settings settings;
  Pubkey agent;                                ///< whose intents they are
  Answers* answers = nullptr;                  ///< nullptr: nobody answers
  const Observations* observations = nullptr;  ///< nullptr: the agent sees prices only
  Witness* witness = nullptr;
  Progress* progress = nullptr;
};

Outcome<Report, BacktestError> run(const Input& input);

}  // namespace zestron::backtest
