#include "payout.hpp"
#include "settlement.hpp"

namespace zest_staking {

namespace {

u64& owed_to(StakeRecord& record, Party party) {
  switch (party) {
    case Party::Staker: return record.owed_staker;
    case Party::Developer: return record.owed_developer;
    default: return record.owed_treasury;
  }
}

// Where a party may be paid. The treasury has one account. The others have any that they own, so that a frozen or closed one
// is replaced by another; where they don't sign themselves, one that nobody else can empty.
Result<> require_payee(const Context<ClaimRewards>& ctx, Party party) {
  const TokenAccount& destination = *ctx.destination;
  const StakeRecord& record = *ctx.stake;
  switch (party) {
    case Party::Staker:
      GRAPNEL_TRY(require(ctx.claimer.key() == record.staker, StakingError::NotTheStaker));
      return require(destination.owner == record.staker, StakingError::DestinationNotThePayees);
    case Party::Developer:
      GRAPNEL_TRY(require(destination.owner == record.pledge_developer, StakingError::DestinationNotThePayees));
      return require(!destination.delegate.has_value() && !destination.close_authority.has_value(),
                     StakingError::DestinationNotSafe);
    default: return require(ctx.destination.key() == ctx.pool->treasury, StakingError::DestinationNotThePayees);
  }
}

}  // namespace

Result<> claim_rewards(Context<ClaimRewards>& ctx, const ClaimRewardsArgs& args) {
  StakePool& pool = *ctx.pool;
  StakeRecord& record = *ctx.stake;
  GRAPNEL_TRY(require_payee(ctx, args.party));
  GRAPNEL_TRY(settle_to(pool, record, Clock::get().unix_timestamp));
  u64& owed = owed_to(record, args.party);
  const u64 amount = owed;
  GRAPNEL_TRY(require(amount != 0, StakingError::NothingToClaim));
  owed = 0;
  pool.rewards_owed = GRAPNEL_TRY((Checked<u64>{pool.rewards_owed} - amount).or_fail(StakingError::AmountOverflow));
  GRAPNEL_TRY(pay_out(pool, {ctx.pool, ctx.mint, ctx.rewards_vault, ctx.destination}, amount));
  emit(RewardsClaimed{ctx.stake.key(), ctx.destination.key(), amount, args.party});
  return ok;
}

}  // namespace zest_staking
