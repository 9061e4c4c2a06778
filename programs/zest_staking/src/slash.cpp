#include "settlement.hpp"

namespace zest_staking {

// The rewards until now are the staker's: they are settled first. The tokens stay in the vault until anyone sends them to the
// sink, so that a sink that can't receive stops no decision.
Result<> slash(Context<Slash>& ctx, const SlashArgs& args) {
  GRAPNEL_TRY(require(args.amount != 0, StakingError::AmountIsZero));
  StakePool& pool = *ctx.pool;
  StakeRecord& record = *ctx.stake;
  GRAPNEL_TRY(require(record.bonded_amount != 0, StakingError::NotBonded));
  GRAPNEL_TRY(require(record.bonded_agent == args.agent, StakingError::BondedToAnotherAgent));
  GRAPNEL_TRY(require(args.decision > record.slash_decision, StakingError::SlashedAlready));
  GRAPNEL_TRY(require(args.amount <= record.bonded_amount / 2, StakingError::SlashTooLarge));
  GRAPNEL_TRY(settle_to(pool, record, Clock::get().unix_timestamp));

  record.slash_decision = args.decision;
  record.bonded_amount =
      GRAPNEL_TRY((Checked<u64>{record.bonded_amount} - args.amount).or_fail(StakingError::AmountOverflow));
  if (record.unbonding_amount > record.bonded_amount) record.unbonding_amount = record.bonded_amount;
  record.amount = GRAPNEL_TRY((Checked<u64>{record.amount} - args.amount).or_fail(StakingError::AmountOverflow));
  pool.staked = GRAPNEL_TRY((Checked<u64>{pool.staked} - args.amount).or_fail(StakingError::AmountOverflow));
  pool.slashed = GRAPNEL_TRY((Checked<u64>{pool.slashed} + args.amount).or_fail(StakingError::AmountOverflow));
  emit(StakeSlashed{ctx.stake.key(), args.agent, args.decision, args.amount});
  return ok;
}

}  // namespace zest_staking
