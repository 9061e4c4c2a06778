#include "end_pledge.hpp"

namespace zest_staking {

Result<> release(Context<Release>& ctx, const ReleaseArgs& args) {
  StakeRecord& record = *ctx.stake;
  GRAPNEL_TRY(require(record.pledged_to != Pubkey{}, StakingError::NotPledged));
  GRAPNEL_TRY(require(record.pledged_to == args.license, StakingError::PledgedToAnotherLicense));
  return end_pledge(*ctx.pool, ctx.stake.key(), record, Clock::get().unix_timestamp);
}

}  // namespace zest_staking
