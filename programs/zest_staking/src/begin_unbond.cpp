#include "settlement.hpp"

namespace zest_staking {

// It stays bonded until its cooldown is over: a slash that was decided meanwhile still reaches it.
Result<> begin_unbond(Context<BeginUnbond>& ctx, const AmountArgs& args) {
  StakeRecord& record = *ctx.stake;
  GRAPNEL_TRY(require(args.amount != 0, StakingError::AmountIsZero));
  const Checked<u64> unbonding = Checked<u64>{record.unbonding_amount} + args.amount;
  GRAPNEL_TRY(require(unbonding && unbonding.value() <= record.bonded_amount, StakingError::BondTooSmall));
  record.unbonding_amount = unbonding.value();
  record.unbonding_until =
      GRAPNEL_TRY(cooled_at(record.unbonding_until, Clock::get().unix_timestamp, ctx.pool->bond_cooldown_s));
  emit(UnbondBegun{ctx.stake.key(), record.unbonding_amount, record.unbonding_until});
  return ok;
}

}  // namespace zest_staking
