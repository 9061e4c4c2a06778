// How rewards flow: a pool's stream over time, and a record's share of it. Pure, so that program, host and tests use the same.
//
// The accumulator is what one staked token has earned since the pool began, in 2^-64 of a token. No loop over stakers: a record
// remembers where the accumulator stood when it was settled last.
//
// Nothing is paid twice: rewards_owed is what has flowed and is not paid, and a record's share is cut down at every step.
#pragma once

#include <zest_staking/arguments.hpp>
#include <zestron/split.hpp>
#include <zestron/wide.hpp>

namespace zest_staking {

// The functions below take any two structs with these fields, so that a test can walk through all states of small ones: the
// word of a pool is the type of its amounts, and its accumulator has two.

namespace stream_detail {

template <class Pool>
using WordOf = decltype(Pool::staked);
template <class Pool>
using NumberOf = decltype(Pool::reward_per_token);

// `to` + `value`; false, and nothing changed, if that does not fit.
template <class Number, class Word>
constexpr bool add(Number& to, const zestron::Wide<Word>& value) {
  // grapnel-lint: allow(unchecked-arithmetic) of two words: the carry, or what was seen to be smaller, is taken into account
  const Word low = static_cast<Word>(to.low + value.low);  // wraps into carry
  const Word carry = low < value.low ? 1 : 0;
  const Checked<Word> high = Checked<Word>{to.high} + value.high + carry;
  if (!high) return false;
  to = {low, high.value()};
  return true;
}

// a − b, of which a is no smaller.
template <class Number>
constexpr Number difference(const Number& a, const Number& b) {
  using Word = decltype(Number::low);
  // grapnel-lint: allow(unchecked-arithmetic) of two words: the borrow is taken from the upper one
  const Word low = static_cast<Word>(a.low - b.low);
  // grapnel-lint: allow(unchecked-arithmetic) a is no smaller
  const Word high = static_cast<Word>(a.high - b.high - (a.low < b.low ? 1 : 0));
  return {low, high};
}

}  // namespace stream_detail

// Lets the stream flow up to `now`. Time in which nobody stakes is not the stream's: its end moves out. A clock that runs
// back changes nothing. Within the second of a change nothing flows, so that who comes and goes in it earns nothing.
//
// What flows is rounded down and the rest stays in the stream, whose last second pays all of it. Should the accumulator be
// full (2^64 tokens for each one staked), the stream stops for good, and nobody's stake is held back by it.
template <class Pool>
constexpr void flow(Pool& pool, i64 now) {
  using Word = stream_detail::WordOf<Pool>;
  const Checked<i64> passed = Checked<i64>{now} - pool.updated_at;
  if (!passed || passed.value() <= 0) return;
  pool.updated_at = now;
  if (pool.staked == 0 || pool.stream_left_s == 0) return;
  const u64 seconds = static_cast<u64>(passed.value());
  const bool ends = seconds >= pool.stream_left_s;
  // Below the whole amount, since seconds < left.
  const Word flowed =
      ends ? pool.stream_amount
           : zestron::divide(zestron::multiply(pool.stream_amount, static_cast<Word>(seconds)), pool.stream_left_s)
                 .quotient;
  const zestron::Division<Word> whole{static_cast<Word>(flowed / pool.staked), static_cast<Word>(flowed % pool.staked)};
  const Word fraction = zestron::divide(zestron::Wide<Word>{whole.remainder, 0}, pool.staked).quotient;
  const Checked<Word> owed = Checked<Word>{pool.rewards_owed} + flowed;
  if (!owed || !stream_detail::add(pool.reward_per_token, zestron::Wide<Word>{whole.quotient, fraction})) return;
  pool.rewards_owed = owed.value();
  // grapnel-lint: allow(unchecked-arithmetic) flowed is at most the stream
  pool.stream_amount = static_cast<Word>(pool.stream_amount - flowed);
  // grapnel-lint: allow(unchecked-arithmetic) unless it ends, seconds are fewer than are left
  pool.stream_left_s = ends ? Word{0} : static_cast<Word>(pool.stream_left_s - seconds);
}

// Books to the record what its stake has earned since the last time; the pool flows first. What is less than a unit waits
// for the next time, so that settling somebody often takes nothing from them. False if the accounts are not of one another.
//
// The gain fits: it is part of rewards_owed, a word.
template <class Pool, class Record>
constexpr bool settle(const Pool& pool, Record& record) {
  using Word = stream_detail::WordOf<Pool>;
  using Number = stream_detail::NumberOf<Pool>;
  const Number& now = pool.reward_per_token;
  const Number& then = record.reward_per_token_paid;
  if (now == then) return true;
  if (now.high < then.high || (now.high == then.high && now.low < then.low)) return false;
  const Number earned = stream_detail::difference(now, then);
  // Below a whole token for each one staked the upper product is nothing.
  const zestron::Wide<Word> whole =
      earned.high == 0 ? zestron::Wide<Word>{} : zestron::multiply(record.amount, earned.high);
  const zestron::Wide<Word> part = zestron::multiply(record.amount, earned.low);
  const Checked<Word> fraction = Checked<Word>{part.low} + record.reward_fraction;
  const Checked<Word> gain = Checked<Word>{whole.low} + part.high + (fraction ? Word{0} : Word{1});
  if (whole.high != 0 || !gain) return false;
  record.reward_per_token_paid = now;
  // grapnel-lint: allow(unchecked-arithmetic) of two words: the carry, or what was seen to be smaller, is taken into account
  record.reward_fraction = static_cast<Word>(part.low + record.reward_fraction);  // wraps into the gain

  if (record.pledged_to == decltype(record.pledged_to){}) {
    const Checked<Word> owed = Checked<Word>{record.owed_staker} + gain;
    record.owed_staker = owed.value();
    return static_cast<bool>(owed);
  }
  const zestron::Split shares = zestron::split(gain.value());
  const Checked<Word> developer = Checked<Word>{record.owed_developer} + static_cast<Word>(shares.developer);
  const Checked<Word> treasury = Checked<Word>{record.owed_treasury} + static_cast<Word>(shares.treasury);
  record.owed_developer = developer.value();
  record.owed_treasury = treasury.value();
  return developer && treasury;
}

// For how long the stream runs once `amount` has come to it. It never ends earlier than before and never pays slower: so
// nobody takes rewards forward to a day on which they stake, and nobody puts them off by funding a unit.
template <class Pool, class Word = stream_detail::WordOf<Pool>>
constexpr Word stream_length(const Pool& pool, Word amount, Word duration_s) {
  if (pool.stream_left_s == 0) return duration_s;
  if (duration_s <= pool.stream_left_s) return pool.stream_left_s;
  const Checked<Word> both = Checked<Word>{pool.stream_amount} + amount;
  const Checked<Word> longest =
      both ? zestron::multiply_divide_down(pool.stream_left_s, both.value(), pool.stream_amount) : both;
  return longest && longest.value() < duration_s ? longest.value() : duration_s;
}

}  // namespace zest_staking
