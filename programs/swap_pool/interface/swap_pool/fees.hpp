// Fees: token-swap's four fractions and how they are taken. Each is rounded down, and at least one unit where it is not zero.
#pragma once

#include <swap_pool/program.hpp>
#include <zestron/wide.hpp>

namespace swap_pool {

// Unaligned, because the account and the instruction that hold them begin with one byte.
struct Fees {
  Unaligned<u64> trade_fee_numerator;  // stays in the vaults, for who holds shares
  Unaligned<u64> trade_fee_denominator;
  Unaligned<u64> owner_trade_fee_numerator;  // stays there too, and shares of that worth go to the fee account
  Unaligned<u64> owner_trade_fee_denominator;
  Unaligned<u64> owner_withdraw_fee_numerator;  // of shares that are withdrawn, to the fee account
  Unaligned<u64> owner_withdraw_fee_denominator;
  Unaligned<u64> host_fee_numerator;  // of the owner's trade fee, to an account that whoever trades names
  Unaligned<u64> host_fee_denominator;
};
static_assert(sizeof(Fees) == 64 && alignof(Fees) == 1);

// So that two of them multiply in one word.
inline constexpr u64 kDenominatorMax = 1'000'000'000;

// Below one; 0/0 is none.
constexpr bool is_fraction(u64 numerator, u64 denominator) {
  return denominator <= kDenominatorMax && (numerator < denominator || (numerator == 0 && denominator == 0));
}

// The two fees of a trade as one fraction, before rounding. Of valid fractions.
struct TradeFraction {
  u64 numerator;
  u64 denominator;  // above zero
};
inline TradeFraction trade_fraction(const Fees& fees) {
  const u64 trade_numerator = fees.trade_fee_numerator;
  const u64 owner_numerator = fees.owner_trade_fee_numerator;
  const u64 trade_denominator = trade_numerator == 0 ? 1 : fees.trade_fee_denominator.get();
  const u64 owner_denominator = owner_numerator == 0 ? 1 : fees.owner_trade_fee_denominator.get();
  return {trade_numerator * owner_denominator + owner_numerator * trade_denominator,
          trade_denominator * owner_denominator};
}

// Each is a fraction, and the two of a trade leave something of it.
inline bool are_valid(const Fees& fees) {
  if (!is_fraction(fees.trade_fee_numerator, fees.trade_fee_denominator)) return false;
  if (!is_fraction(fees.owner_trade_fee_numerator, fees.owner_trade_fee_denominator)) return false;
  if (!is_fraction(fees.owner_withdraw_fee_numerator, fees.owner_withdraw_fee_denominator)) return false;
  if (!is_fraction(fees.host_fee_numerator, fees.host_fee_denominator)) return false;
  const TradeFraction both = trade_fraction(fees);
  return both.numerator < both.denominator;
}

// Of a valid fraction; at most `amount`.
template <class Word>
constexpr Word fee_of(Word amount, Word numerator, Word denominator) {
  if (numerator == 0 || amount == 0) return 0;
  const Word fee = zestron::multiply_divide_down(amount, numerator, denominator).value();
  return fee == 0 ? Word{1} : fee;
}

struct TradeFees {
  u64 trade;
  u64 owner;
};
inline TradeFees trade_fees(u64 amount, const Fees& fees) {
  return {fee_of(amount, fees.trade_fee_numerator.get(), fees.trade_fee_denominator.get()),
          fee_of(amount, fees.owner_trade_fee_numerator.get(), fees.owner_trade_fee_denominator.get())};
}

// An amount from which at least `net` remains once both fees of a trade are taken: ⌈net · d / (d − n)⌉, and what is missing
// where a fee is one unit though its fraction gives less.
inline Checked<u64> before_trade_fees(u64 net, const Fees& fees) {
  const TradeFraction both = trade_fraction(fees);
  const Checked<u64> rest = Checked{both.denominator} - both.numerator;
  if (!rest) return rest;
  Checked<u64> gross = zestron::multiply_divide_up(net, both.denominator, rest.value());
  for (int round = 0; gross && round < 3; ++round) {
    const TradeFees taken = trade_fees(gross.value(), fees);
    const Checked<u64> needed = Checked<u64>{net} + taken.trade + taken.owner;
    if (needed && needed.value() <= gross.value()) return gross;
    gross = needed;
  }
  return Checked<u64>{0} - 1;
}

}  // namespace swap_pool
