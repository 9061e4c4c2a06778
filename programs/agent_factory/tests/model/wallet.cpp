// The model's executions: what may run, what it moves, what of it is allowed, and what is booked.
#include "wallet.hpp"

namespace agent_factory::test::model {

Fault Model::begin(const Sent& sent, usize entry) {
  if (!agent_is_there || !is_open) return missing();
  if (!is_active) return fault(AgentError::AgentNotActive);
  if (!sent.is_executor) return fault(AgentError::NotAnExecutor);
  if (is_disputed || (per_use && paid + open_uses() >= bought)) return fault(AgentError::LicenseNotUsable);
  if (!has_agreed || agreed != entries) return fault(AgentError::TermsChanged);
  if (!sent.right_nonce) return fault(AgentError::NonceWrong);
  if (!sent.with_root) return fault(AgentError::ContextRootMissing);
  if (entry >= entries.size()) return fault(AgentError::AllowEntryMissing);
  if (use_limit.left(now) == 0) return fault(AgentError::UsesExhausted);
  ++nonce;
  reserved_fee_ = flat_fee <= fee_limit.left(now) ? flat_fee : 0;
  return {};
}

Fault Model::hold_to_loss(const Sent& sent, const std::vector<Move>& moves) {
  u64 out = 0, in = 0;
  bool is_held = false, waived = false;
  for (const Move& move : moves) is_held |= move.line != nullptr && move.went() && !move.line->unreturned;
  if (sent.with_prices && static_cast<u64>(now) > priced_at + 60) return fault(AgentError::PriceStale);
  if (!is_held) return {};
  for (const Move& move : moves) {
    if (move.line == nullptr || move.before == move.after) continue;
    const bool priced = move.mint == Dollars || (move.mint == Gold && sent.with_prices);
    if (move.went() && move.line->unreturned) continue;
    if (move.went() && !priced && !move.line->unpriced) return fault(AgentError::PriceMissing);
    if (priced) (move.went() ? out : in) += value(move, move.went());
    waived |= !move.went() && !priced && move.line->unpriced;
  }
  const bool lost = static_cast<Wide>(in) * 10'000 < static_cast<Wide>(out) * (10'000 - max_loss);
  if (lost && !waived) return fault(AgentError::MaxLossExceeded);
  return {};
}

void Model::book(const std::vector<Move>& moves) {
  const Move* sold = nullptr;
  const Move* got = nullptr;
  for (const Move& move : moves) (move.went() ? sold : got) = &move;
  if (sold->mint != Dollars) {
    const u64 proceeds = std::min(value(*sold, false), value(*got, false));
    const u64 part = std::min(sold->by(), sold->line->bought.quantity);
    if (part != 0) {
      const auto share = static_cast<u64>(static_cast<Wide>(proceeds) * part / sold->by());
      const u64 cost = sold->line->bought.take(part);
      (share > cost ? mine.gain : mine.loss) += share > cost ? share - cost : cost - share;
    }
  }
  if (got->mint != Dollars) {
    got->line->bought.quantity += got->by();
    got->line->bought.cost += std::max(value(*sold, true), value(*got, true));
  }
  const u64 gave = value(*sold, true), received = value(*got, false);
  (received > gave ? mine.execution_gain : mine.execution_loss) += received > gave ? received - gave : gave - received;
}

// What leaves otherwise does so at cost, and where its price says that it was worth less, that is a loss.
void Model::book_departures(const Sent& sent, const std::vector<Move>& moves) {
  for (const Move& move : moves) {
    if (move.mint == kMints || move.line == nullptr || !move.went()) continue;
    const u64 part = std::min(move.by(), move.line->bought.quantity);
    if (part == 0) continue;
    const auto worth = static_cast<u64>(static_cast<Wide>(value(move, false)) * part / move.by());
    const u64 cost = move.line->bought.take(part);
    if (sent.with_prices && worth < cost) mine.loss += cost - worth;
  }
}

Fault Model::settle(const Sent& sent, const std::vector<Move>& moves, bool measured_pool) {
  bool moved = false;
  for (const Move& move : moves) {
    moved |= move.before != move.after;
    if (move.line == nullptr && move.went()) return fault(AgentError::MintNotAllowed);
  }
  for (const Move& move : moves) {
    if (move.line == nullptr || !move.went()) continue;
    if (move.by() > move.line->limit.left(now)) return fault(AgentError::AllowanceExceeded);
    move.line->limit.spend(move.by());
  }
  if (const Fault lost = hold_to_loss(sent, moves)) return lost;
  const bool are_listed = std::ranges::all_of(moves, [](const Move& move) { return move.line != nullptr; });
  if (measured_pool && sent.with_prices && are_listed) {
    book(moves);
  } else {
    book_departures(sent, moves);
  }
  for (const Move& move : moves) (move.mint == kMints ? purse : held[static_cast<usize>(move.mint)]) = move.after;
  if (!moved) return {};
  use_limit.spend(1);
  ++uses;
  ++mine.count;
  mine.last = now;
  const bool can_pay = purse >= reserved_fee_ && (purse == reserved_fee_ || purse - reserved_fee_ >= kPurseRent);
  if (can_pay) {
    fee_limit.spend(reserved_fee_);
    purse -= reserved_fee_;
  }
  return {};
}

// Of the pool's 25 basis points a unit at least; all of what is paid stays.
Fault Model::swap(const Sent& sent, bool sells_gold, u64 amount) {
  if (const Fault refused = begin(sent, 0)) return refused;
  const int from = sells_gold ? Gold : Dollars, to = sells_gold ? Dollars : Gold;
  u64& in = reserves[static_cast<usize>(from)];
  u64& out = reserves[static_cast<usize>(to)];
  if (amount == 0 || amount > held[static_cast<usize>(from)]) return kAny;
  const u64 fee = std::max<u64>(1, static_cast<u64>(static_cast<Wide>(amount) * 25 / 10'000));
  const u64 net = amount - fee;
  const auto got = static_cast<u64>(static_cast<Wide>(out) * net / (static_cast<Wide>(in) + net));
  if (got == 0) return kAny;
  const u64 before_from = held[static_cast<usize>(from)], before_to = held[static_cast<usize>(to)];
  const Fault refused = settle(
      sent, {{line_of(from), from, before_from, before_from - amount}, {line_of(to), to, before_to, before_to + got}},
      true);
  if (refused) return refused;
  in += amount;
  out -= got;
  return {};
}

Fault Model::pay(const Sent& sent, int mint, u64 amount) {
  if (const Fault refused = begin(sent, 1)) return refused;
  const u64 before = held[static_cast<usize>(mint)];
  if (amount > before) return kAny;
  return settle(sent, {{line_of(mint), mint, before, before - amount}}, false);
}

Fault Model::pay_lamports(const Sent& sent, u64 amount) {
  if (const Fault refused = begin(sent, 2)) return refused;
  if (amount > purse) return kAny;
  const u64 after = purse - amount;
  if (amount != 0 && after != 0 && after < kPurseRent) return fault(AgentError::PurseBelowRent);
  return settle(sent, {{&lamports, kMints, purse, after}}, false);
}

}  // namespace agent_factory::test::model
