#include <zest_staking/zest_staking.hpp>

namespace zest_staking {

Result<> lock_stake(Context<LockStake>& ctx, const LockStakeArgs& args) {
  StakeRecord& record = *ctx.stake;
  GRAPNEL_TRY(require(record.amount != 0, StakingError::NothingStaked));
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(require(args.until > record.lock_until && args.until > now, StakingError::LockNotLonger));
  const i64 latest = GRAPNEL_TRY((Checked<i64>{now} + kLockMaxSeconds).or_fail(StakingError::AmountOverflow));
  GRAPNEL_TRY(require(args.until <= latest, StakingError::LockTooLong));
  record.lock_until = args.until;
  emit(StakeLockLengthened{ctx.stake.key(), args.until});
  return ok;
}

}  // namespace zest_staking
