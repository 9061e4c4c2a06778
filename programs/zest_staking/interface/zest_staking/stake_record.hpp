// StakeRecord: what one person has staked in one pool. Governance, the marketplace and the vault read it without a call;
// only this program writes it.
#pragma once

#include <zest_staking/program.hpp>

namespace zest_staking {

// Offsets count from behind the 8-byte discriminator.
struct StakeRecord {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Pubkey pool;
  Pubkey staker;       // the only one who adds, lengthens the lock, unstakes
  Pubkey rent_payer;   // the staker, unless somebody paid for them
  u64 amount;          // staked: earns, votes, unlocks features. Cooling tokens are not in it
  i64 lock_until;      // unix seconds, never made smaller; 0: never locked
  i64 last_staked_at;  // unix seconds of the last addition: stake that grew after a proposal began has no vote in it
  u64 cooling_amount;  // on its way out: neither earns nor votes
  i64 cooling_until;
  Pubkey bonded_agent;   // zero: none
  u64 bonded_amount;     // the part of `amount` that a slash may reach; at most `amount`
  u64 unbonding_amount;  // the part of `bonded_amount` that will soon be free; a slash still reaches it
  i64 unbonding_until;
  u64 slash_decision;  // the number of the last one that slashed it: neither that one nor an earlier one does again
  Array<u8, 24> reserved_slash;
  Pubkey pledged_to;           // the licence that this stake pays for; zero: none. While pledged, rewards go 70/30
  Pubkey pledge_developer;     // who gets the 70 %, also of what is owed from a pledge that has ended
  i64 pledged_until;           // from then on the staker may end the pledge alone
  U128 reward_per_token_paid;  // the pool's accumulator at the last settlement
  u64 reward_fraction;         // what that settlement left over, in 2^-64 of a token
  u64 owed_staker;             // rewards settled and not yet paid, by who gets them
  u64 owed_developer;
  u64 owed_treasury;
  Array<u8, 128> reserved;
};

inline constexpr usize kStakeRecordSpace = 8 + sizeof(StakeRecord);
static_assert(sizeof(StakeRecord) == 480);
static_assert(__builtin_offsetof(StakeRecord, amount) == 104);
static_assert(__builtin_offsetof(StakeRecord, bonded_agent) == 144);
static_assert(__builtin_offsetof(StakeRecord, pledged_to) == 232);
static_assert(__builtin_offsetof(StakeRecord, reward_per_token_paid) == 304);
static_assert(__builtin_offsetof(StakeRecord, reserved) == 352);

constexpr bool is_readable_stake(const StakeRecord& stake) { return stake.version == kLayoutVersion; }

inline constexpr i64 kYearSeconds = i64{365} * 24 * 60 * 60;
inline constexpr i64 kLockMaxSeconds = 4 * kYearSeconds;

// amount × (1 + 3 × remaining lock / 4 years), rounded down; remaining lock is cut to [0, 4 years]. Fails never: the
// result is at most 4 × amount, and saturates at the largest u64.
constexpr u64 vote_weight(u64 amount, i64 lock_until, i64 now) {
  i64 remaining = lock_until > now ? lock_until - now : 0;
  if (remaining > kLockMaxSeconds) remaining = kLockMaxSeconds;
  const Checked<u64> bonus = mul_div(amount, 3 * static_cast<u64>(remaining), static_cast<u64>(kLockMaxSeconds));
  const Checked<u64> weight = Checked<u64>{amount} + bonus;
  return weight ? weight.value() : ~u64{0};
}

}  // namespace zest_staking
