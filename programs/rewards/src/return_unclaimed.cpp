#include "books.hpp"

namespace rewards {

Result<> return_unclaimed(Context<ReturnUnclaimed>& ctx) {
  RewardsConfig& config = *ctx.config;
  const u64 amount = GRAPNEL_TRY(return_expired(config, *ctx.agent_rewards, current_epoch(config)));
  if (amount == 0) return fail(RewardsError::NothingExpired);
  emit(UnclaimedReturned{ctx.agent_rewards->agent, amount});
  return ok;
}

}  // namespace rewards
