#include <zest_staking/zest_staking.hpp>

namespace zest_staking {

Result<> unbond(Context<Unbond>& ctx) {
  StakeRecord& record = *ctx.stake;
  const u64 amount = record.unbonding_amount;
  GRAPNEL_TRY(require(amount != 0, StakingError::NothingUnbonding));
  GRAPNEL_TRY(require(Clock::get().unix_timestamp >= record.unbonding_until, StakingError::StillUnbonding));
  record.bonded_amount =
      GRAPNEL_TRY((Checked<u64>{record.bonded_amount} - amount).or_fail(StakingError::AmountOverflow));
  record.unbonding_amount = 0;
  if (record.bonded_amount == 0) record.bonded_agent = {};
  emit(Unbonded{ctx.stake.key(), amount, record.bonded_amount});
  return ok;
}

}  // namespace zest_staking
