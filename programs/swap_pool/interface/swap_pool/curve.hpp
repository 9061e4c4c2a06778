// The curve: x · y = k, and what shares of the pool are worth. Pure functions, the same in the program, in hosts that quote and in
// tests; every division is rounded in the pool's favour, so that k per share² never falls.
//
// An invalid result is one that doesn't fit, or that the pool can't give.
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/wide.hpp>

namespace swap_pool {

using namespace grapnel;

namespace detail {

template <class Word>
constexpr Checked<Word> invalid() {
  return Checked<Word>{Word{0}} - Checked<Word>{Word{1}};
}

}  // namespace detail

// What `in` buys: ⌊out_reserve · in / (in_reserve + in)⌋, less than out_reserve.
template <class Word>
constexpr Checked<Word> amount_out(Word in, Word in_reserve, Word out_reserve) {
  const Checked<Word> after = Checked<Word>{in_reserve} + in;
  if (!after) return after;
  return zestron::multiply_divide_down(out_reserve, in, after.value());
}

// What of one reserve `shares` of `supply` cost: rounded up, so at least 1 of a reserve that isn't empty.
template <class Word>
constexpr Checked<Word> deposit_for(Word shares, Word supply, Word reserve) {
  return zestron::multiply_divide_up(shares, reserve, supply);
}

// What of one reserve `shares` of `supply` are worth: rounded down.
template <class Word>
constexpr Checked<Word> withdrawal_of(Word shares, Word supply, Word reserve) {
  return zestron::multiply_divide_down(shares, reserve, supply);
}

// Shares for `in` of one side alone: s·(√((r + in) / r) − 1), that is ⌊√⌊s²·(r + in) / r⌋⌋ − s, exact.
template <class Word>
constexpr Checked<Word> shares_for_deposit(Word in, Word reserve, Word supply) {
  const Checked<Word> after = Checked<Word>{reserve} + in;
  if (!after) return after;
  const auto scaled = zestron::scale_square(supply, after.value(), reserve);
  if (!scaled.fits) return detail::invalid<Word>();
  return Checked<Word>{zestron::square_root(scaled.value)} - supply;
}

// Shares that `out` of one side alone costs: s·(1 − √((r − out) / r)), rounded up. Never all of them, and never all of a
// reserve: what is left must still be worth something.
template <class Word>
constexpr Checked<Word> shares_for_withdrawal(Word out, Word reserve, Word supply) {
  if (out >= reserve) return detail::invalid<Word>();
  const auto scaled = zestron::scale_square(supply, static_cast<Word>(reserve - out), reserve);
  const Word rest = scaled.fits ? zestron::square_root(scaled.value) : Word{0};
  if (rest == 0) return detail::invalid<Word>();
  return static_cast<Word>(supply - rest);
}

// Shares that the owner gets for `fee`, which lies in `reserve` already: as a withdrawal of it, but rounded down. With ρ =
// fee / reserve the shares after are s·(2 − √(1 − ρ)), and (2 − √(1 − ρ))² · (1 − ρ) ≤ 1: k per share² doesn't fall below
// what it would be without the fee.
template <class Word>
constexpr Checked<Word> shares_for_fee(Word fee, Word reserve, Word supply) {
  if (fee > reserve || reserve == 0) return detail::invalid<Word>();
  const auto scaled = zestron::scale_square(supply, static_cast<Word>(reserve - fee), reserve);
  const Checked<Word> rest = scaled.exact ? zestron::square_root_up(scaled.value)
                                          : Checked<Word>{zestron::square_root(scaled.value)} + Checked<Word>{Word{1}};
  return Checked<Word>{supply} - rest;
}

}  // namespace swap_pool
