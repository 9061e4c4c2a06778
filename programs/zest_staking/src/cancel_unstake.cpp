#include "settlement.hpp"

namespace zest_staking {

// All that cools is staked again, as new stake: it has no vote in proposals that have begun.
Result<> cancel_unstake(Context<CancelUnstake>& ctx) {
  StakePool& pool = *ctx.pool;
  StakeRecord& record = *ctx.stake;
  const u64 amount = record.cooling_amount;
  GRAPNEL_TRY(require(amount != 0, StakingError::NothingCooling));
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(settle_to(pool, record, now));

  record.amount = GRAPNEL_TRY((Checked<u64>{record.amount} + amount).or_fail(StakingError::AmountOverflow));
  pool.staked = GRAPNEL_TRY((Checked<u64>{pool.staked} + amount).or_fail(StakingError::AmountOverflow));
  pool.cooling = GRAPNEL_TRY((Checked<u64>{pool.cooling} - amount).or_fail(StakingError::AmountOverflow));
  record.cooling_amount = 0;
  record.last_staked_at = now;
  emit(UnstakeCancelled{ctx.stake.key(), amount});
  return ok;
}

}  // namespace zest_staking
