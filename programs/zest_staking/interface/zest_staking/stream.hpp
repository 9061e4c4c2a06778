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

namespace stream_detail {

// `to` + `value`; false, and nothing changed, if that does not fit.
constexpr bool add(U128& to, const zestron::Wide<u64>& value) {
  const u64 low = to.low + value.low;  // wraps into carry
  const u64 carry = low < value.low ? 1 : 0;
  const Checked<u64> high = Checked<u64>{to.high} + value.high + carry;
  if (!high) return false;
  to = {low, high.value()};
  return true;
}

// a − b, of which a is no smaller.
constexpr U128 difference(const U128& a, const U128& b) {
  return {a.low - b.low, a.high - b.high - (a.low < b.low ? 1 : 0)};  // words wrap, the number doesn't
}

}  // namespace stream_detail

// Lets the stream flow up to `now`. Time in which nobody stakes is not the stream's: its end moves out. A clock that runs
// back changes nothing. Within the second of a change nothing flows, so that who comes and goes in it earns nothing.
//
// What flows is rounded down and the rest stays in the stream, whose last second pays all of it. Should the accumulator be
// full (2^64 tokens for each one staked), the stream stops for good, and nobody's stake is held back by it.
constexpr void flow(StakePool& pool, i64 now) {
  const Checked<i64> passed = Checked<i64>{now} - pool.updated_at;
  if (!passed || passed.value() <= 0) return;
  pool.updated_at = now;
  if (pool.staked == 0 || pool.stream_left_s == 0) return;
  const u64 seconds = static_cast<u64>(passed.value());
  const bool ends = seconds >= pool.stream_left_s;
  // Below the whole amount, since seconds < left.
  const u64 flowed = ends
                         ? pool.stream_amount
                         : zestron::divide(zestron::multiply(pool.stream_amount, seconds), pool.stream_left_s).quotient;
  const zestron::Division<u64> whole{flowed / pool.staked, flowed % pool.staked};
  const u64 fraction = zestron::divide(zestron::Wide<u64>{whole.remainder, 0}, pool.staked).quotient;
  const Checked<u64> owed = Checked<u64>{pool.rewards_owed} + flowed;
  if (!owed || !stream_detail::add(pool.reward_per_token, {whole.quotient, fraction})) return;
  pool.rewards_owed = owed.value();
  pool.stream_amount -= flowed;
  pool.stream_left_s = ends ? 0 : pool.stream_left_s - seconds;
}

// Books to the record what its stake has earned since the last time; the pool flows first. What is less than a unit waits
// for the next time, so that settling somebody often takes nothing from them. False if the accounts are not of one another.
//
// The gain fits: it is part of rewards_owed, a word.
constexpr bool settle(const StakePool& pool, StakeRecord& record) {
  const U128& now = pool.reward_per_token;
  const U128& then = record.reward_per_token_paid;
  if (now == then) return true;
  if (now.high < then.high || (now.high == then.high && now.low < then.low)) return false;
  const U128 earned = stream_detail::difference(now, then);
  const zestron::Wide<u64> whole = zestron::multiply(record.amount, earned.high);
  const zestron::Wide<u64> part = zestron::multiply(record.amount, earned.low);
  const Checked<u64> fraction = Checked<u64>{part.low} + record.reward_fraction;
  const Checked<u64> gain = Checked<u64>{whole.low} + part.high + (fraction ? 0 : 1);
  if (whole.high != 0 || !gain) return false;
  record.reward_per_token_paid = now;
  record.reward_fraction = part.low + record.reward_fraction;  // wraps into the gain

  if (record.pledged_to == Pubkey{}) {
    const Checked<u64> owed = Checked<u64>{record.owed_staker} + gain;
    record.owed_staker = owed.value();
    return static_cast<bool>(owed);
  }
  const zestron::Split shares = zestron::split(gain.value());
  const Checked<u64> developer = Checked<u64>{record.owed_developer} + shares.developer;
  const Checked<u64> treasury = Checked<u64>{record.owed_treasury} + shares.treasury;
  record.owed_developer = developer.value();
  record.owed_treasury = treasury.value();
  return developer && treasury;
}

// For how long the stream runs once `amount` has come to it. It never ends earlier than before and never pays slower: so
// nobody takes rewards forward to a day on which they stake, and nobody puts them off by funding a unit.
constexpr u64 stream_length(const StakePool& pool, u64 amount, u64 duration_s) {
  if (pool.stream_left_s == 0) return duration_s;
  if (duration_s <= pool.stream_left_s) return pool.stream_left_s;
  const Checked<u64> both = Checked<u64>{pool.stream_amount} + amount;
  const Checked<u64> longest =
      both ? zestron::multiply_divide_down(pool.stream_left_s, both.value(), pool.stream_amount) : both;
  return longest && longest.value() < duration_s ? longest.value() : duration_s;
}

}  // namespace zest_staking
