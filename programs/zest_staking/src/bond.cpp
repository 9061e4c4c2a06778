#include <zest_staking/zest_staking.hpp>

namespace zest_staking {

Result<> bond(Context<Bond>& ctx, const BondArgs& args) {
  StakeRecord& record = *ctx.stake;
  GRAPNEL_TRY(require(args.amount != 0, StakingError::AmountIsZero));
  GRAPNEL_TRY(require(args.agent != Pubkey{}, StakingError::AgentMissing));
  GRAPNEL_TRY(
      require(record.bonded_amount == 0 || record.bonded_agent == args.agent, StakingError::BondedToAnotherAgent));
  const Checked<u64> bonded = Checked<u64>{record.bonded_amount} + args.amount;
  GRAPNEL_TRY(require(bonded && bonded.value() <= record.amount, StakingError::BondTooLarge));
  record.bonded_agent = args.agent;
  record.bonded_amount = bonded.value();
  emit(StakeBonded{ctx.stake.key(), args.agent, bonded.value()});
  return ok;
}

}  // namespace zest_staking
