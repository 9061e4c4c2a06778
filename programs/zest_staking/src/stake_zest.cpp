#include <zestron/deposit.hpp>

#include "settlement.hpp"

namespace zest_staking {

// What arrives is staked, also where the mint keeps a fee.
Result<> stake_zest(Context<StakeZest>& ctx, const AmountArgs& args) {
  GRAPNEL_TRY(require(args.amount != 0, StakingError::AmountIsZero));
  StakePool& pool = *ctx.pool;
  StakeRecord& record = *ctx.stake;
  if (ctx.stake.created()) {
    record.version = kLayoutVersion;
    record.bump = ctx.stake.bump();
    record.pool = ctx.pool.key();
    record.staker = ctx.staker.key();
    record.rent_payer = ctx.staker.key();
  } else {
    GRAPNEL_TRY(require(is_readable_stake(record), StakingError::LayoutUnknown));
  }
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(settle_to(pool, record, now));

  const u64 arrived = GRAPNEL_TRY(zestron::deposit({ctx.from, ctx.mint, ctx.vault, ctx.staker}, args.amount,
                                                   pool.decimals, {.program = ctx.token_program.key()}));
  GRAPNEL_TRY(require(arrived != 0, StakingError::NothingArrived));
  record.amount = GRAPNEL_TRY((Checked<u64>{record.amount} + arrived).or_fail(StakingError::AmountOverflow));
  pool.staked = GRAPNEL_TRY((Checked<u64>{pool.staked} + arrived).or_fail(StakingError::AmountOverflow));
  record.last_staked_at = now;
  emit(StakeAdded{ctx.stake.key(), arrived, record.amount});
  return ok;
}

}  // namespace zest_staking
