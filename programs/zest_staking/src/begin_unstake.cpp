#include "settlement.hpp"

namespace zest_staking {

// From here on the tokens neither earn nor vote. Bonded ones stay; all that cools is free when the last of it is.
Result<> begin_unstake(Context<BeginUnstake>& ctx, const AmountArgs& args) {
  GRAPNEL_TRY(require(args.amount != 0, StakingError::AmountIsZero));
  StakePool& pool = *ctx.pool;
  StakeRecord& record = *ctx.stake;
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(require(now >= record.lock_until, StakingError::StakeLocked));
  GRAPNEL_TRY(require(record.pledged_to == Pubkey{}, StakingError::StakePledged));
  const Checked<u64> left = Checked<u64>{record.amount} - args.amount;
  GRAPNEL_TRY(require(left && left.value() >= record.bonded_amount, StakingError::StakeTooSmall));
  GRAPNEL_TRY(settle_to(pool, record, now));

  record.amount = left.value();
  pool.staked = GRAPNEL_TRY((Checked<u64>{pool.staked} - args.amount).or_fail(StakingError::AmountOverflow));
  record.cooling_amount =
      GRAPNEL_TRY((Checked<u64>{record.cooling_amount} + args.amount).or_fail(StakingError::AmountOverflow));
  pool.cooling = GRAPNEL_TRY((Checked<u64>{pool.cooling} + args.amount).or_fail(StakingError::AmountOverflow));
  record.cooling_until = GRAPNEL_TRY(cooled_at(record.cooling_until, now, pool.cooldown_s));
  emit(UnstakeBegun{ctx.stake.key(), args.amount, record.cooling_amount, record.cooling_until});
  return ok;
}

}  // namespace zest_staking
