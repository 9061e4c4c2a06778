#include <grapnel/data_as.hpp>

#include "authority.hpp"

namespace marketplace {

// Whenever the licensee likes: the licence ends with it, and the stake's lock stays what it is.
Result<> release_stake(Context<ReleaseStake>& ctx) {
  if (!(ctx.license->agent == ctx.listing->agent)) return fail(MarketError::AgentReplaced);
  ctx.listing->licence_count =
      GRAPNEL_TRY((Checked<u64>{ctx.listing->licence_count} - 1).or_fail(MarketError::AmountOverflow));
  // Should the pledge be over already, there is nothing to release, or no such stake any more.
  const auto* stake = data_as<zest_staking::StakeRecord>(ctx.stake, zest_staking::kProgramId);
  if (stake != nullptr && stake->pledged_to == ctx.license.key()) {
    const Authority authority;
    GRAPNEL_TRY(invoke<zest_staking::release>(zest_staking::kProgramId,
                                              accounts(ctx.staking_pool, ctx.stake, ctx.market_authority),
                                              {.license = ctx.license.key()}, authority.signer()));
  }
  emit(StakeReleased{ctx.license.key()});
  return ok;
}

}  // namespace marketplace
