#include "settlement.hpp"

namespace zest_staking {

// What was earned before is the staker's. A developer whom an earlier pledge still owes is paid first: anyone can do that,
// into any account of theirs.
Result<> pledge(Context<Pledge>& ctx, const PledgeArgs& args) {
  StakePool& pool = *ctx.pool;
  StakeRecord& record = *ctx.stake;
  GRAPNEL_TRY(require(args.license != Pubkey{}, StakingError::LicenseMissing));
  GRAPNEL_TRY(require(args.developer != Pubkey{}, StakingError::DeveloperMissing));
  GRAPNEL_TRY(require(record.amount != 0, StakingError::NothingStaked));
  GRAPNEL_TRY(require(record.pledged_to == Pubkey{}, StakingError::StakePledged));
  GRAPNEL_TRY(
      require(record.owed_developer == 0 || record.pledge_developer == args.developer, StakingError::DeveloperUnpaid));
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(require(args.until > now && args.until <= record.lock_until, StakingError::PledgeBehindLock));
  GRAPNEL_TRY(settle_to(pool, record, now));

  record.pledged_to = args.license;
  record.pledge_developer = args.developer;
  record.pledged_until = args.until;
  emit(StakePledged{ctx.stake.key(), args.license, args.developer, args.until});
  return ok;
}

}  // namespace zest_staking
