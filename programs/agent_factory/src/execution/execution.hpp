// Execution: what one `execute` knows while it runs, from the accounts it was given to the figures it books. The parts beside
// this file fill it in turn: inner_call (accounts, rules, the call), settlement (what moved, is it allowed), prices, booking.
#pragma once

#include <agent_factory/agent_factory.hpp>
#include <agent_factory/average_cost.hpp>
#include <governance/registry.hpp>

#include "wallet_mints.hpp"

namespace agent_factory {

// Hides grapnel's from what `execute` does: the number is loaded where a check fails and not in front of it, a unit less for
// each check that holds, eight bytes more of program for each.
[[gnu::always_inline]] inline Failure fail(AgentError error) {
  return grapnel::fail(static_cast<AgentError>(grapnel::detail::opaque(static_cast<u64>(error))));
}

// What moved is summed by line: one for each of the wallet's mints that the call may write accounts of, one for lamports.
inline constexpr u64 kLinesMax = kRecordedMax + 1;

struct Line {
  WalletMint* mint;
  u64 before;
  u64 after;
  u64 cap;  // of the allowance, which has none while the call runs
  bool is_priced;
  bool is_share;  // of a pool: moves at cost, whatever it is worth
  u64 numerator;  // of the price, if there is one
  u64 denominator;

  bool has_moved() const { return before != after; }
  bool has_decreased() const { return after < before; }
  u64 moved() const { return after < before ? before - after : after - before; }
  UnitPrice price() const { return {numerator, denominator}; }
};

// A token account of the wallet that the call may write.
struct Recorded {
  RawAccount* account;
  u64 lamports;
  Line* line;  // null: a mint of which nothing is allowed
  // Without a line only; with one the line has the sum and the wallet the mint, which no call can change.
  u64 quantity;
  u64 mint[4];

  bool holds(const Pubkey& key) const {
    return mint[0] == key.words[0] && mint[1] == key.words[1] && mint[2] == key.words[2] && mint[3] == key.words[3];
  }
};

// The arrays are filled as far as their counts say, and not before: zeroing them would cost 120 compute units.
struct Execution {
  Execution(const Context<Execute>& context, const ExecuteArgs& arguments, const AgentState& state, Wallet& written,
            const AllowEntry& allowed, i64 time)
      : ctx(context),
        args(arguments),
        agent(state),
        wallet(written),
        entry(allowed),
        now(time),
        behind(context.remaining().begin()) {}

  const Context<Execute>& ctx;
  const ExecuteArgs& args;
  const AgentState& agent;
  Wallet& wallet;
  const AllowEntry& entry;
  i64 now;

  RemainingAccounts::Iterator behind;  // the accounts after those of the inner instruction, once these are collected
  u64 recorded_count = 0;
  u64 line_count = 0;
  bool moved = false;  // some line's total, or a mint that isn't listed
  bool unlisted_moved = false;
  bool uses_position = false;
  bool purse_signs = false;
  bool is_held = false;                   // to the loss bound: something left that may not leave unreturned
  bool tracked_left = false;              // something of what is in the books
  const Pubkey* first_account = nullptr;  // of the inner instruction: a listed pool's program takes the pool there
  const governance::PoolEntry* pool = nullptr;
  Line* lamports = nullptr;  // the line of the purse, if the call may write it
  u64 value_out = 0;         // what left and what came, where something was held to the loss bound
  u64 value_in = 0;
  Outturn result{};  // realised by a measured trade
  Line lines[kLinesMax];
  Recorded recorded[kRecordedMax];

  Line* begin() { return lines; }
  Line* end() { return lines + line_count; }

  // The line of that mint, made if there is none. Of recorded accounts and lamports there are never more than there is room
  // for.
  Line& touch(WalletMint& mint) {
    for (Line& line : *this) {
      if (line.mint == &mint) return line;
    }
    // grapnel-lint: allow(unchecked-arithmetic) below kLineCount, as said above
    Line& line = lines[line_count++];
    line.mint = &mint;
    line.before = line.after = 0;
    line.is_priced = line.is_share = false;
    return line;
  }
};

// For native accounts the lamports themselves, so that wrapping and unwrapping within one is no move.
[[gnu::always_inline]] inline u64 quantity_of(const RawAccount* raw, const token_interface::Account& account) {
  return account.is_native() ? raw->lamports : account.amount;
}

// Moves the ring to now and gives what is left in it.
u64 open_allowance(Allowance& allowance, i64 now);

// Collects the inner instruction's accounts, proves them against the entry, sets allowances aside, calls.
Result<> call_inner(Execution& execution);

// The prices of one instruction, by mint.
struct Prices {
  static constexpr u64 kMax = kLinesMax + 1;  // every mint that moves, and one more of a pool

  u64 count = 0;
  const Pubkey* mints[kMax];
  UnitPrice prices[kMax];
};

// Prices the lines of a listed pool's shares by the accounts at `account`: the pool, its two vaults, its share mint. Both of
// the pool's mints must have a price already.
Result<> price_shares(Execution& execution, const Prices& prices, RemainingAccounts::Iterator& account);

// After the call: every recorded account, the purse, the allowances.
Result<> settle(Execution& execution);

// Reads the price accounts behind the inner instruction's and holds what moved to the loss bound.
Result<> value_moves(Execution& execution);

// Gain and loss of a trade on a listed pool; what left otherwise leaves the books.
Result<> book(Execution& execution);

}  // namespace agent_factory
