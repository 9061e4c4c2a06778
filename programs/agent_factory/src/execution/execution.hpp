// Execution: what one `execute` knows while it runs, from the accounts it was given to the figures it books. The parts beside
// this file fill it in turn: inner_call (accounts, rules, the call), settlement (what moved, is it allowed), prices, booking.
#pragma once

#include <agent_factory/agent_factory.hpp>
#include <agent_factory/average_cost.hpp>
#include <governance/registry.hpp>

namespace agent_factory {

// What moved is summed by line: one for each of the wallet's mints that the call may write accounts of, one for lamports.
inline constexpr u64 kLamportsIndex = kWalletMintsMax;
inline constexpr u64 kLinesMax = kRecordedMax + 1;
inline constexpr u64 kNoLine = ~u64{0};  // a mint of which nothing is allowed

struct Line {
  u64 index;  // of Wallet::mints, or kLamportsIndex
  u64 before;
  u64 after;
  u64 reserved;  // of the allowance: all that was left of it
  bool is_priced;
  u64 numerator;  // of the price
  u64 denominator;

  bool has_moved() const { return before != after; }
  bool has_decreased() const { return after < before; }
  u64 moved() const { return after < before ? before - after : after - before; }
  UnitPrice price() const { return {numerator, denominator}; }
};

// A token account of the wallet that the call may write.
struct Recorded {
  RawAccount* account;
  u64 quantity;
  u64 lamports;
  u64 line;  // of Execution::lines
  u64 mint[4];

  bool holds(const Pubkey& key) const {
    return mint[0] == key.words[0] && mint[1] == key.words[1] && mint[2] == key.words[2] && mint[3] == key.words[3];
  }
};

// The arrays are filled as far as their counts say, and not before: zeroing them would cost 120 compute units.
struct Execution {
  Execution(const Context<Execute>& context, const ExecuteArgs& arguments, const AgentState& state, Wallet& written,
            const AllowEntry& allowed, i64 time)
      : ctx(context), args(arguments), agent(state), wallet(written), entry(allowed), now(time) {}

  const Context<Execute>& ctx;
  const ExecuteArgs& args;
  const AgentState& agent;
  Wallet& wallet;
  const AllowEntry& entry;
  i64 now;

  u64 recorded_count = 0;
  u64 line_count = 0;
  bool unlisted_moved = false;
  bool uses_position = false;
  const Pubkey* first_account = nullptr;  // of the inner instruction: a listed pool's program takes the pool there
  const governance::PoolEntry* pool = nullptr;
  Line lines[kLinesMax];
  Recorded recorded[kRecordedMax];

  WalletMint& mint_of(const Line& line) const {
    return line.index == kLamportsIndex ? wallet.lamports : wallet.mints[line.index];
  }
  // The line of that index, made if there is none. Of recorded accounts and lamports there are never more than there is
  // room for.
  u64 touch(u64 index) {
    for (u64 at = 0; at < line_count; ++at) {
      if (lines[at].index == index) return at;
    }
    lines[line_count] = {index, 0, 0, 0, false, 1, 1};
    // grapnel-lint: allow(unchecked-arithmetic) below kLineCount, as said above
    return line_count++;
  }
};

// For native accounts the lamports themselves, so that wrapping and unwrapping within one is no move.
[[gnu::always_inline]] inline u64 quantity_of(const RawAccount* raw, const token_interface::Account& account) {
  return account.is_native() ? raw->lamports : account.amount;
}

// Where the wallet has the mint, or kNoLine.
inline u64 index_of(const Wallet& wallet, const Pubkey& mint) {
  for (u64 index = 0; index < wallet.mint_count; ++index) {
    if (wallet.mints[index].mint == mint) return index;
  }
  return kNoLine;
}

// Moves the ring to now and gives what is left in it.
u64 open_allowance(Allowance& allowance, i64 now);

// Collects the inner instruction's accounts, proves them against the entry, sets allowances aside, calls.
Result<> call_inner(Execution& execution);

struct Settled {
  bool moved;  // some line's total, or a mint that isn't listed
};
// After the call: every recorded account, the purse, the allowances.
Result<Settled> settle(Execution& execution);

struct Valued {
  u64 out = 0;
  u64 in = 0;
};
// Reads the price accounts behind the inner instruction's and holds what moved to the loss bound.
Result<Valued> value_moves(Execution& execution);

// Gain and loss of a trade on a listed pool; of anything else none, and nothing changes.
Result<Outturn> book_trade(Execution& execution);

}  // namespace agent_factory
