// Execution: what one `execute` knows while it runs, from the accounts it was given to the figures it books. The parts beside
// this file fill it in turn: inner_call (accounts, rules, the call), settlement (what moved, is it allowed), prices, booking.
#pragma once

#include <agent_factory/agent_factory.hpp>
#include <agent_factory/average_cost.hpp>
#include <governance/registry.hpp>

namespace agent_factory {

// What moved is summed by line: one for each of the wallet's mints, one for lamports.
inline constexpr u64 kLamportLine = kWalletMintsMax;
inline constexpr u64 kLineCount = kWalletMintsMax + 1;
inline constexpr u64 kNoLine = kLineCount;  // a mint of which nothing is allowed

struct Line {
  u64 before = 0;
  u64 after = 0;
  u64 reserved = 0;  // of the allowance: all that was left of it
  UnitPrice price{};

  u64 decrease() const { return before > after ? before - after : 0; }
  u64 increase() const { return after > before ? after - before : 0; }
};

// A token account of the wallet that the call may write.
struct Recorded {
  RawAccount* account;
  u64 quantity;
  u64 lamports;
  u64 line;
  Pubkey mint;
};

struct Execution {
  const Context<Execute>& ctx;
  const ExecuteArgs& args;
  const AgentState& agent;
  Wallet& wallet;
  const AllowEntry& entry;
  i64 now;

  u64 recorded_count = 0;
  u64 lines_touched = 0;  // bits by line: accounts of it are recorded
  u64 lines_priced = 0;   // bits by line
  bool unlisted_moved = false;
  bool uses_position = false;
  Pubkey first_account{};  // of the inner instruction: a listed pool's program takes the pool there
  const governance::PoolEntry* pool = nullptr;
  Line lines[kLineCount]{};
  Recorded recorded[kRecordedMax]{};

  WalletMint& mint_of(u64 line) const { return line == kLamportLine ? wallet.lamports : wallet.mints[line]; }
  bool touches(u64 line) const { return (lines_touched >> line & 1) != 0; }
  bool has_price(u64 line) const { return (lines_priced >> line & 1) != 0; }
};

// For native accounts the lamports themselves, so that wrapping and unwrapping within one is no move.
[[gnu::always_inline]] inline u64 quantity_of(const RawAccount* raw, const token_interface::Account& account) {
  return account.is_native() ? raw->lamports : account.amount;
}

// The line of the mint, or kNoLine.
inline u64 line_of(const Wallet& wallet, const Pubkey& mint) {
  for (u64 line = 0; line < wallet.mint_count; ++line) {
    if (wallet.mints[line].mint == mint) return line;
  }
  return kNoLine;
}

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
