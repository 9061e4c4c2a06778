// What an agent wants. An Intent is untrusted until policy approved it; it names effects, not instructions.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace zestron::domain {

/// Adds the closed trades since the last claim to the agent's claimed counters on chain.
struct ClaimPerformance {
  static constexpr std::string_view kName = "claim_performance";
  std::uint64_t gain = 0;          ///< micro-units of the quote currency, of the trades that gained
  std::uint64_t loss = 0;          ///< the same, of the trades that lost
  std::uint64_t trades = 0;        ///< closed trades in this claim, ≥ 1
  std::uint64_t trades_total = 0;  ///< closed trades ever, this claim included: makes a claim recognisable on chain
  Hash root;                       ///< Merkle root over all closed trades ever, this claim's included
  bool operator==(const ClaimPerformance&) const = default;
};

/// Gives exactly `amount_in` to a pool, for at least `out_min`.
struct Swap {
  static constexpr std::string_view kName = "swap";
  Pubkey pool;
  Pubkey mint_in, mint_out;
  std::uint64_t amount_in = 0;     ///< base units of mint_in
  std::uint64_t out_expected = 0;  ///< what the pool would give as the agent saw it, base units of mint_out
  std::uint64_t out_min = 0;       ///< ≤ out_expected
  bool operator==(const Swap&) const = default;
};

/// Deposits into a staking pool, locked for so many days.
struct Stake {
  static constexpr std::string_view kName = "stake";
  Pubkey pool;
  Pubkey mint;
  std::uint64_t amount = 0;  ///< base units
  std::uint32_t lock_days = 0;
  bool operator==(const Stake&) const = default;
};

/// Casts the weight of the agent's stake on a proposal.
struct Vote {
  static constexpr std::string_view kName = "vote";
  Pubkey proposal;
  bool in_favour = false;
  bool operator==(const Vote&) const = default;
};

/// Sends tokens to another owner.
struct Transfer {
  static constexpr std::string_view kName = "transfer";
  Pubkey mint;
  Pubkey destination;
  std::uint64_t amount = 0;  ///< base units
  bool operator==(const Transfer&) const = default;
};

/// Trivially copyable, so that an agent's state can hold one.
using Action = std::variant<ClaimPerformance, Swap, Stake, Vote, Transfer>;

constexpr std::string_view name(const Action& action) {
  return std::visit([](const auto& a) { return std::decay_t<decltype(a)>::kName; }, action);
}

/// What leaves the wallet, at most.
struct Spend {
  Pubkey mint;
  std::uint64_t amount = 0;  ///< base units
  bool operator==(const Spend&) const = default;
};

/// nullopt when nothing does.
constexpr std::optional<Spend> spend_of(const Action& action) {
  if (const auto* swap = std::get_if<Swap>(&action)) return Spend{swap->mint_in, swap->amount_in};
  if (const auto* stake = std::get_if<Stake>(&action)) return Spend{stake->mint, stake->amount};
  if (const auto* transfer = std::get_if<Transfer>(&action)) return Spend{transfer->mint, transfer->amount};
  return std::nullopt;
}

/// What counts an action on chain: the agent's record its claims, the wallet's nonce everything that is executed.
enum class Counter : std::uint8_t { kClaims = 0, kExecutions = 1 };

constexpr Counter counter_of(const Action& action) {
  return std::holds_alternative<ClaimPerformance>(action) ? Counter::kClaims : Counter::kExecutions;
}

struct Intent {
  Pubkey agent;                ///< the AgentState account on whose behalf
  Slot slot;                   ///< when it was formed
  std::uint64_t sequence = 0;  ///< per agent, from 1, without gaps: with `agent` the idempotency key
  Action action;
  bool operator==(const Intent&) const = default;
};

}  // namespace zestron::domain
