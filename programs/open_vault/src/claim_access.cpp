#include "grant.hpp"

namespace open_vault {

Result<> claim_access(Context<ClaimAccess>& ctx) {
  const zest_staking::StakeRecord& stake = *ctx.stake;
  if (!(stake.pool == ctx.vault->stake_pool)) return fail(VaultError::StakeOfAnotherPool);
  if (!(stake.staker == ctx.holder.key())) return fail(VaultError::StakeOfAnother);
  return give({*ctx.access, ctx.access.bump(), *ctx.of_template, ctx.of_template.key(), ctx.holder.key()},
              {AccessKind::LiveStake, ctx.stake.key(), stake.amount, stake.lock_until, stake.lock_until},
              Clock::get().unix_timestamp);
}

}  // namespace open_vault
