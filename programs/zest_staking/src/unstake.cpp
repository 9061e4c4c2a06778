#include "payout.hpp"

namespace zest_staking {

Result<> unstake(Context<Unstake>& ctx) {
  StakePool& pool = *ctx.pool;
  StakeRecord& record = *ctx.stake;
  const u64 amount = record.cooling_amount;
  GRAPNEL_TRY(require(amount != 0, StakingError::NothingCooling));
  GRAPNEL_TRY(require(Clock::get().unix_timestamp >= record.cooling_until, StakingError::StillCooling));
  record.cooling_amount = 0;
  pool.cooling = GRAPNEL_TRY((Checked<u64>{pool.cooling} - amount).or_fail(StakingError::AmountOverflow));
  GRAPNEL_TRY(pay_out(pool, {ctx.pool, ctx.mint, ctx.vault, ctx.to}, amount));
  emit(Unstaked{ctx.stake.key(), amount});
  return ok;
}

}  // namespace zest_staking
