// What every instruction that changes a stake begins with: the stream flows to now, and the record gets its share.
#pragma once

#include <zest_staking/zest_staking.hpp>

namespace zest_staking {

inline Result<> flow_and_settle(StakePool& pool, StakeRecord& record, i64 now) {
  flow(pool, now);
  return require(settle(pool, record), StakingError::AmountOverflow);
}
// Out of line: eight instructions begin with it, and it is what takes the most room.
inline Result<> settle_to(StakePool& pool, StakeRecord& record, i64 now) {
  return out_of_line<flow_and_settle>(pool, record, now);
}

// The later of `now` + `seconds` and what it was: what joins does not come out with what was there before.
inline Result<i64> cooled_at(i64 before, i64 now, i64 seconds) {
  const Checked<i64> at = Checked<i64>{now} + seconds;
  if (!at) return fail(StakingError::AmountOverflow);
  return at.value() > before ? at.value() : before;
}

}  // namespace zest_staking
