// What a stake must be to make a proposal or to vote on one.
#pragma once

#include <governance/errors.hpp>
#include <zest_staking/stake_record.hpp>

namespace governance {

// Of the pool; there before `since`, and not added to from then on; locked past `until`. So nobody stakes for one vote, and
// what voted can't come back in another record.
inline Result<> require_voter(const zest_staking::StakeRecord& stake, const Pubkey& pool, i64 since, i64 until) {
  GRAPNEL_TRY(require(stake.pool == pool, GovernanceError::StakeOfAnotherPool));
  GRAPNEL_TRY(require(stake.last_staked_at < since, GovernanceError::StakeTooRecent));
  return require(stake.lock_until > until, GovernanceError::LockTooShort);
}

}  // namespace governance
