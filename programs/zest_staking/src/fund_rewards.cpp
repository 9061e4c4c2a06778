#include <zest_staking/zest_staking.hpp>
#include <zestron/deposit.hpp>

namespace zest_staking {

Result<> fund_rewards(Context<FundRewards>& ctx, const FundRewardsArgs& args) {
  GRAPNEL_TRY(require(args.amount != 0, StakingError::AmountIsZero));
  GRAPNEL_TRY(require(args.duration_s >= kStreamMinSeconds && args.duration_s <= kStreamMaxSeconds,
                      StakingError::DurationOutOfRange));
  StakePool& pool = *ctx.pool;
  flow(pool, Clock::get().unix_timestamp);
  const u64 arrived = GRAPNEL_TRY(zestron::deposit({ctx.from, ctx.mint, ctx.rewards_vault, ctx.funder}, args.amount,
                                                   pool.decimals, {.program = ctx.token_program.key()}));
  GRAPNEL_TRY(require(arrived != 0, StakingError::NothingArrived));
  pool.stream_left_s = stream_length(pool, arrived, static_cast<u64>(args.duration_s));
  pool.stream_amount = GRAPNEL_TRY((Checked<u64>{pool.stream_amount} + arrived).or_fail(StakingError::AmountOverflow));
  emit(RewardsFunded{ctx.pool.key(), ctx.funder.key(), arrived, pool.stream_amount, pool.stream_left_s});
  return ok;
}

}  // namespace zest_staking
