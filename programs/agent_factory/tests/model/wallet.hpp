// One agent, the wallet of one licensee and what they hold, written a second time as plainly as possible: no accounts and no bytes.
// Each function is an instruction; it gives the error that stands against it, and then has changed nothing that counts.
#pragma once

#include <agent_factory/agent_factory.hpp>
#include <swap_pool/swap_pool.hpp>

#include <array>
#include <optional>
#include <vector>

#include "spending.hpp"

namespace agent_factory::test::model {

// The number of an error; kAny: some error of a program that is called, or of the runtime.
using Fault = std::optional<u64>;
inline constexpr u64 kAny = ~u64{0};
template <class E>
Fault fault(E error) {
  return static_cast<u64>(error);
}

// Mints by number, as the tests' world has them.
enum Mint : int { Dollars, Gold, Meme, kMints };
inline constexpr u64 kPurseRent = 890'880;

struct Line {
  int mint = 0;
  Limit limit;
  bool unpriced = false, unreturned = false;
  Bought bought;
};

struct Figures {
  u64 gain = 0, loss = 0, execution_gain = 0, execution_loss = 0, count = 0;
  i64 last = 0;

  // What came since `before` goes to `total`.
  void add_to(Figures& total, const Figures& before) const {
    total.gain += gain - before.gain;
    total.loss += loss - before.loss;
    total.execution_gain += execution_gain - before.execution_gain;
    total.execution_loss += execution_loss - before.execution_loss;
    total.count += count - before.count;
    total.last = std::max(total.last, last);
  }
};

// What an executor sends with an execution, whatever it calls.
struct Sent {
  bool right_nonce, is_executor, with_root, with_prices;
};

struct Model {
  // the world
  i64 now = 0;
  u64 slot = 0;
  bool agent_is_there = true, is_active = true;
  std::array<u64, kMints> held{};  // by the wallet
  u64 purse = 0;
  std::array<u64, 2> reserves{};      // of the pool, by mint
  u64 gold_price = 0, priced_at = 0;  // 10⁸ to the dollar
  // the agent
  std::vector<int> entries;  // of its allow list
  Figures measured;
  struct {
    u64 gain = 0, loss = 0, trades = 0, count = 0;
  } claimed;
  // the licence
  bool is_disputed = false, per_use = false;
  u64 bought = 0, paid = 0, settled = 0;
  // the wallet
  bool is_open = false;
  std::vector<int> agreed;  // the entries of the terms that were agreed to
  bool has_agreed = false;
  u64 nonce = 0, uses = 0, uses_at = 0, flat_fee = 0, max_loss = 0;
  std::vector<Line> lines;
  Line lamports;
  Limit use_limit, fee_limit;
  Figures mine, folded;
  // context roots
  bool has_context = false;
  u64 interval = 0;
  std::vector<u64> slots;  // committed

  static Fault missing() { return fault(ErrorCode::AccountNotInitialized); }
  Line* line_of(int mint) {
    for (Line& line : lines) {
      if (line.mint == mint) return &line;
    }
    return nullptr;
  }
  u64 open_uses() const { return uses - std::max(settled, uses_at); }

  Fault open() {
    if (!agent_is_there) return missing();
    if (is_open) return kAny;
    if (is_disputed) return fault(AgentError::LicenseEnded);
    is_open = true;
    has_agreed = false;
    nonce = uses = uses_at = slot << 20;
    flat_fee = 0;
    max_loss = 200;
    lines.clear();
    lamports = {};
    use_limit = fee_limit = {};
    mine = folded = {};
    return {};
  }
  Fault agree(bool to_these) {
    if (!agent_is_there || !is_open) return missing();
    if (!to_these) return fault(AgentError::TermsChanged);
    agreed = entries;
    has_agreed = true;
    return {};
  }
  // `kind` as in AllowanceKind; of a mint `mint`, kMints: none.
  Fault allow(AllowanceKind kind, int mint, u64 cap, u64 window, bool unpriced, bool unreturned) {
    if (!is_open) return missing();
    const bool named = mint != kMints;
    if (kind != AllowanceKind::Mint && named) return fault(AgentError::AllowanceKindInvalid);
    if (kind >= AllowanceKind::Uses && (unpriced || unreturned)) return fault(AgentError::AllowanceKindInvalid);
    const bool keeps = cap == 0 && window == 0;
    if (!keeps && (window == 0 || window % 7 != 0)) return fault(AgentError::AllowanceWindowInvalid);
    Line* line = &lamports;
    if (kind == AllowanceKind::Mint) {
      if (!named) return fault(AgentError::MintMissing);
      if (line_of(mint) == nullptr) lines.push_back({mint, {}, false, false, {}});
      line = line_of(mint);
      if (keeps) return remove(line);
    }
    Limit& limit = kind == AllowanceKind::Uses ? use_limit : kind == AllowanceKind::FlatFees ? fee_limit : line->limit;
    limit.set(cap, keeps ? limit.window : window, now);
    if (kind <= AllowanceKind::Lamports) {
      line->unpriced = unpriced;
      line->unreturned = unreturned;
    }
    return {};
  }
  Fault set_limits(u64 fee, u64 bps) {
    if (!is_open) return missing();
    if (bps > 10'000) return fault(AgentError::LimitOutOfRange);
    flat_fee = fee;
    max_loss = bps;
    return {};
  }
  // Out of the wallet by its holder: at cost. Needs neither agent nor wallet.
  void leave(int mint, u64 amount) {
    held[static_cast<usize>(mint)] -= amount;
    Line* line = is_open ? line_of(mint) : nullptr;
    if (line != nullptr) line->bought.take(amount);
  }
  Fault withdraw(int mint, u64 amount) {
    const u64 all = held[static_cast<usize>(mint)];
    if (amount == kEverything) amount = all;
    if (amount == 0) return fault(AgentError::AmountMissing);
    if (amount > all) return kAny;
    leave(mint, amount);
    return {};
  }
  Fault withdraw_lamports(u64 amount) {
    if (amount == kEverything) amount = purse;
    if (amount == 0) return fault(AgentError::AmountMissing);
    if (amount > purse) return fault(AgentError::NotEnoughLamports);
    if (purse != amount && purse - amount < kPurseRent) return fault(AgentError::PurseBelowRent);
    purse -= amount;
    return {};
  }
  Fault call_transfer(int mint, u64 amount) {
    if (amount > held[static_cast<usize>(mint)]) return kAny;
    leave(mint, amount);
    return {};
  }
  Fault call_transfer_lamports(u64 amount) {
    if (amount > purse || (purse != amount && purse - amount < kPurseRent)) return kAny;
    purse -= amount;
    return {};
  }
  Fault close() {
    if (!is_open) return missing();
    if (per_use && open_uses() != 0) return fault(AgentError::LicenseUnsettled);
    if (agent_is_there) mine.add_to(measured, folded);
    is_open = false;
    purse = 0;
    return {};
  }
  Fault update(bool with_wallet) {
    if (!agent_is_there) return missing();
    if (!with_wallet) return fault(AgentError::NoWallets);
    if (!is_open) return fault(AgentError::WalletInvalid);
    mine.add_to(measured, folded);
    folded = mine;
    return {};
  }
  Fault claim(bool by_executor, u64 gain, u64 loss, u64 trades) {
    if (!agent_is_there) return missing();
    if (!by_executor) return fault(AgentError::NotAnExecutor);
    if (!is_active) return fault(AgentError::AgentSuspended);
    if (trades == 0) return fault(AgentError::ClaimWithoutTrades);
    claimed = {claimed.gain + gain, claimed.loss + loss, claimed.trades + trades, claimed.count + 1};
    return {};
  }
  Fault set_list(usize keep, const std::vector<int>& further) {
    if (!agent_is_there) return missing();
    if (keep > entries.size()) return fault(AgentError::AllowKeepOutOfRange);
    entries.resize(keep);
    entries.insert(entries.end(), further.begin(), further.end());
    return {};
  }
  Fault open_context(u64 every) {
    if (!agent_is_there) return missing();
    if (has_context) return kAny;
    if (every == 0) return fault(AgentError::IntervalMissing);
    has_context = true;
    interval = every;
    slots.clear();
    return {};
  }
  Fault commit(bool by_executor, u64 of_slot) {
    if (!agent_is_there || !has_context) return missing();
    if (!by_executor) return fault(AgentError::NotAnExecutor);
    if (of_slot > slot) return fault(AgentError::ContextAhead);
    if (!slots.empty() && of_slot < slots.back() + interval) return fault(AgentError::ContextTooEarly);
    slots.push_back(of_slot);
    return {};
  }
  Fault verify(u64 index, bool honest) const {
    if (!has_context) return missing();
    if (!honest || index >= slots.size()) return fault(AgentError::ContextNotProven);
    return {};
  }
  Fault close_context() {
    if (!has_context) return missing();
    if (agent_is_there) return fault(AgentError::ContextStillNeeded);
    has_context = false;
    return {};
  }

  Fault swap(const Sent& sent, bool sells_gold, u64 amount);
  Fault pay(const Sent& sent, int mint, u64 amount);
  Fault pay_lamports(const Sent& sent, u64 amount);

 private:
  // Something of which the call may have moved.
  struct Move {
    Line* line;  // null: of a mint that isn't listed
    int mint;    // kMints: lamports
    u64 before, after;

    bool went() const { return after < before; }
    u64 by() const { return went() ? before - after : after - before; }
  };

  Fault remove(Line* line) {
    line->limit.come_to(now);
    if (line->bought.quantity != 0 || line->limit.counted() != 0) return fault(AgentError::AllowanceStillNeeded);
    *line = lines.back();  // which takes its place
    lines.pop_back();
    return {};
  }
  u64 value(const Move& move, bool up) const {
    if (move.mint == Dollars) return move.by();
    const Wide product = static_cast<Wide>(move.by()) * gold_price;
    return static_cast<u64>((product + (up ? 99'999'999 : 0)) / 100'000'000);
  }
  Fault begin(const Sent& sent, usize entry);
  Fault settle(const Sent& sent, const std::vector<Move>& moves, bool measured_pool);
  Fault hold_to_loss(const Sent& sent, const std::vector<Move>& moves);
  void book(const std::vector<Move>& moves);
  void book_departures(const Sent& sent, const std::vector<Move>& moves);

  u64 reserved_fee_ = 0;
};

}  // namespace agent_factory::test::model
