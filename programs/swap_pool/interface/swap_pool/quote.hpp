// Quotes: what an instruction gives or costs, fees included, from what lies in the pool. The program books what these
// say; a host that asks the same question gets the same answer.
#pragma once

#include <swap_pool/curve.hpp>
#include <swap_pool/fees.hpp>

namespace swap_pool {

struct SwapQuote {
  u64 amount_out;    // leaves the pool
  u64 trade_fee;     // of what came in, for who holds shares
  u64 owner_fee;     // likewise, for the owner
  u64 owner_shares;  // minted for it, the host's included
  u64 host_shares;   // of these, if a host is named
};

struct Reserves {
  u64 in;  // before what comes in
  u64 out;
  u64 supply;  // of shares
};

// Of `amount_in` as it arrives in the vault. False if it buys nothing, or more comes in than a vault holds.
inline bool quote_swap(u64 amount_in, const Reserves& reserves, const Fees& fees, SwapQuote& quote) {
  const TradeFees taken = trade_fees(amount_in, fees);
  const Checked<u64> rest = Checked<u64>{amount_in} - taken.trade - taken.owner;
  const Checked<u64> after = Checked<u64>{reserves.in} + amount_in;
  if (!rest || !after) return false;
  const Checked<u64> out = amount_out(rest.value(), reserves.in, reserves.out);
  if (!out || out.value() == 0) return false;
  const Checked<u64> shares = taken.owner == 0 ? u64{0} : shares_for_fee(taken.owner, after.value(), reserves.supply);
  if (!shares) return false;
  quote = {.amount_out = out.value(),
           .trade_fee = taken.trade,
           .owner_fee = taken.owner,
           .owner_shares = shares.value(),
           .host_shares = fee_of(shares.value(), fees.host_fee_numerator.get(), fees.host_fee_denominator.get())};
  return true;
}

// Shares for one side alone: half of it is traded for the other side, and pays the trade fees: no share if they eat it
// up. Invalid if more comes in than a vault holds.
inline Checked<u64> quote_deposit_of_one_side(u64 amount_in, u64 reserve, u64 supply, const Fees& fees) {
  const u64 half = amount_in / 2;
  const TradeFees taken = trade_fees(half == 0 ? 1 : half, fees);
  const Checked<u64> rest = Checked<u64>{amount_in} - taken.trade - taken.owner;
  if (!rest) return u64{0};
  if (!(Checked<u64>{reserve} + amount_in)) return Checked<u64>{0} - 1;
  return shares_for_deposit(rest.value(), reserve, supply);
}

// Shares to burn for exactly `amount_out` of one side alone: half of it, rounded up, was traded for and paid both fees.
inline Checked<u64> quote_withdrawal_of_one_side(u64 amount_out, u64 reserve, u64 supply, const Fees& fees) {
  const u64 half = amount_out / 2 + amount_out % 2;
  const Checked<u64> traded = before_trade_fees(half, fees);
  const Checked<u64> gross = traded + (amount_out - half);
  if (!gross) return gross;
  return shares_for_withdrawal(gross.value(), reserve, supply);
}

// Of `shares` that are given back, what goes to the fee account.
inline u64 withdraw_fee(u64 shares, const Fees& fees) {
  return fee_of(shares, fees.owner_withdraw_fee_numerator.get(), fees.owner_withdraw_fee_denominator.get());
}

}  // namespace swap_pool
