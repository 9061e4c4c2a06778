// What an agent wants. An Intent is untrusted until policy approved it; it names effects, not instructions.
#pragma once

#include "base/assert.hpp"
#include "base/types.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
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

/// Turns `mint` into `between` at one pool and all of that back at another, in one transaction: both legs land or neither.
struct Arbitrage {
  static constexpr std::string_view kName = "arbitrage";
  Pubkey first, second;              ///< pools
  Pubkey mint, between;              ///< what goes in and comes back, and what it is on the way
  std::uint64_t amount_in = 0;       ///< base units of mint
  std::uint64_t amount_between = 0;  ///< what the first pool gives at least, and exactly what the second is given
  std::uint64_t out_min = 0;         ///< base units of mint, ≥ amount_in: the round trip loses nothing
  bool operator==(const Arbitrage&) const = default;
};

/// Gives both sides to a pool for exactly `shares` of it.
struct AddLiquidity {
  static constexpr std::string_view kName = "add_liquidity";
  Pubkey pool, shares_mint;
  Pubkey mint_a, mint_b;
  std::uint64_t shares = 0;                      ///< base units of shares_mint
  std::uint64_t a_expected = 0, b_expected = 0;  ///< what they cost as the agent saw the pool
  std::uint64_t a_max = 0, b_max = 0;            ///< ≥ what is expected
  bool operator==(const AddLiquidity&) const = default;
};

/// Gives exactly `shares` of a pool back for both of its sides.
struct RemoveLiquidity {
  static constexpr std::string_view kName = "remove_liquidity";
  Pubkey pool, shares_mint;
  Pubkey mint_a, mint_b;
  std::uint64_t shares = 0;
  std::uint64_t a_expected = 0, b_expected = 0;  ///< what they are worth as the agent saw the pool
  std::uint64_t a_min = 0, b_min = 0;            ///< ≤ what is expected
  bool operator==(const RemoveLiquidity&) const = default;
};

/// Trivially copyable, so that an agent's state can hold one. Journals hold their places: append only.
using Action = std::variant<ClaimPerformance, Swap, Stake, Vote, Transfer, Arbitrage, AddLiquidity, RemoveLiquidity>;

constexpr std::string_view name(const Action& action) {
  return std::visit([](const auto& a) { return std::decay_t<decltype(a)>::kName; }, action);
}

/// So much of one mint.
struct Spend {
  Pubkey mint;
  std::uint64_t amount = 0;  ///< base units
  bool operator==(const Spend&) const = default;
};

/// Amounts of different mints, of which no action has more than two.
class Spends {
 public:
  static constexpr std::size_t kMax = 2;

  constexpr Spends() = default;
  constexpr Spends(std::initializer_list<Spend> spends) {
    for (const auto& spend : spends) add(spend);
  }
  /// Of a mint that is listed already it is added up; a sum that does not fit is the most there is, over every cap.
  constexpr void add(const Spend& spend) {
    for (auto& listed : std::span(items_).first(size_)) {
      if (listed.mint != spend.mint) continue;
      const auto room = std::numeric_limits<std::uint64_t>::max() - listed.amount;
      listed.amount += std::min(spend.amount, room);
      return;
    }
    ZESTRON_ASSERT(size_ < kMax);
    items_[size_++] = spend;
  }
  /// 0 when it is not listed.
  [[nodiscard]] constexpr std::uint64_t of(const Pubkey& mint) const {
    for (const auto& listed : *this) {
      if (listed.mint == mint) return listed.amount;
    }
    return 0;
  }
  [[nodiscard]] constexpr const Spend* begin() const { return items_.data(); }
  [[nodiscard]] constexpr const Spend* end() const { return items_.data() + size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  bool operator==(const Spends&) const = default;

 private:
  std::array<Spend, kMax> items_{};
  std::size_t size_ = 0;
};

/// What leaves the wallet in any of the action's steps, at most: what caps count. Of an arbitrage that is both legs, although the first
/// brings what the second spends, since the wallet's allowances on chain count them so too.
constexpr Spends spends_of(const Action& action) {
  if (const auto* swap = std::get_if<Swap>(&action)) return {{swap->mint_in, swap->amount_in}};
  if (const auto* stake = std::get_if<Stake>(&action)) return {{stake->mint, stake->amount}};
  if (const auto* transfer = std::get_if<Transfer>(&action)) return {{transfer->mint, transfer->amount}};
  if (const auto* legs = std::get_if<Arbitrage>(&action))
    return {{legs->mint, legs->amount_in}, {legs->between, legs->amount_between}};
  if (const auto* add = std::get_if<AddLiquidity>(&action))
    return {{add->mint_a, add->a_max}, {add->mint_b, add->b_max}};
  if (const auto* remove = std::get_if<RemoveLiquidity>(&action)) return {{remove->shares_mint, remove->shares}};
  return {};
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
