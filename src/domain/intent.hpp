// What an agent wants. An Intent is untrusted until policy approved it; it names effects, not instructions.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

namespace zestron::domain {

/// Adds the closed trades since the last claim to the agent's claimed counters on chain.
struct ClaimPerformance {
  std::uint64_t gain = 0;          ///< micro-units of the quote currency, of the trades that gained
  std::uint64_t loss = 0;          ///< the same, of the trades that lost
  std::uint64_t trades = 0;        ///< closed trades in this claim, ≥ 1
  std::uint64_t trades_total = 0;  ///< closed trades ever, this claim included: makes a claim recognisable on chain
  Hash root;                       ///< Merkle root over all closed trades ever, this claim's included
  bool operator==(const ClaimPerformance&) const = default;
};

using Action = std::variant<ClaimPerformance>;

constexpr std::string_view name(const Action& action) {
  return std::visit(
      [](const auto& a) -> std::string_view {
        using A = std::decay_t<decltype(a)>;
        if constexpr (std::is_same_v<A, ClaimPerformance>) return "claim_performance";
      },
      action);
}

struct Intent {
  Pubkey agent;                ///< the AgentState account on whose behalf
  Slot slot;                   ///< when it was formed
  std::uint64_t sequence = 0;  ///< per agent, from 1, without gaps: with `agent` the idempotency key
  Action action;
  bool operator==(const Intent&) const = default;
};

}  // namespace zestron::domain
