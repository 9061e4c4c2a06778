// The end of a pledge, whoever ends it: what was earned until now goes 70/30, what comes is the staker's.
#pragma once

#include "settlement.hpp"

namespace zest_staking {

inline Result<> end_pledge(StakePool& pool, const Pubkey& stake, StakeRecord& record, i64 now) {
  GRAPNEL_TRY(settle_to(pool, record, now));
  emit(StakeReleased{stake, record.pledged_to});
  record.pledged_to = {};
  record.pledged_until = 0;
  return ok;
}

}  // namespace zest_staking
