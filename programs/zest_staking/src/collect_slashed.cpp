#include "payout.hpp"

namespace zest_staking {

Result<> collect_slashed(Context<CollectSlashed>& ctx) {
  StakePool& pool = *ctx.pool;
  const u64 amount = pool.slashed;
  GRAPNEL_TRY(require(amount != 0, StakingError::NothingSlashed));
  pool.slashed = 0;
  GRAPNEL_TRY(pay_out(pool, {ctx.pool, ctx.mint, ctx.vault, ctx.slash_sink}, amount));
  emit(SlashedCollected{ctx.pool.key(), amount});
  return ok;
}

}  // namespace zest_staking
