#include "end_pledge.hpp"

namespace zest_staking {

Result<> release_ended(Context<ReleaseEnded>& ctx) {
  StakeRecord& record = *ctx.stake;
  GRAPNEL_TRY(require(record.pledged_to != Pubkey{}, StakingError::NotPledged));
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(require(now >= record.pledged_until, StakingError::PledgeNotOver));
  return end_pledge(*ctx.pool, ctx.stake.key(), record, now);
}

}  // namespace zest_staking
