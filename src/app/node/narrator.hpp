// What a node tells as it goes; the command line prints it, tests listen. Called on the loop thread, except notice() and warning().
#pragma once

#include "base/types.hpp"
#include "domain/intent.hpp"
#include "domain/tick.hpp"
#include "transact/effect.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zestron::node {

/// A paper trade of an agent; prices are mantissas with the tick's exponent.
struct TradeNews {
  Pubkey agent;
  Slot slot;
  bool closed = false;
  std::int64_t entry_price = 0;
  std::int64_t exit_price = 0;  ///< of a closed one
  std::int32_t exponent = 0;
  std::int64_t net = 0;      ///< of a closed one, micro-units of the quote currency, after fees and slippage
  std::uint64_t number = 0;  ///< from 1
};

/// Where an agent stands after a tick.
struct Standing {
  Pubkey agent;
  Slot slot;
  domain::Tick tick;
  std::uint64_t trades = 0;
  std::int64_t net = 0;  ///< of all closed trades, micro-units
  bool in_position = false;
};

class Narrator {
 public:
  virtual ~Narrator() = default;
  /// Any thread: a line an operator should see.
  virtual void notice(std::string_view line) = 0;
  /// Any thread: one of what went wrong, which somebody may have to mend.
  virtual void warning(std::string_view line) { notice(line); }
  virtual void step(std::string_view what, const std::optional<Signature>& signature) = 0;
  virtual void trade(const TradeNews& news) = 0;
  virtual void effect(const transact::Effect& effect) = 0;
  virtual void standing(const Standing& standing) = 0;
  /// `trades` and `net` (micro-units) of all agents together.
  virtual void market_ended(Slot slot, std::uint64_t trades, std::int64_t net) = 0;
};

}  // namespace zestron::node
