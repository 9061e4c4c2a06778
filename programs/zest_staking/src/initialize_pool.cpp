#include <zest_staking/zest_staking.hpp>

#include "features.hpp"

namespace zest_staking {

Result<> initialize_pool(Context<InitializePool>& ctx, const InitializePoolArgs& args) {
  GRAPNEL_TRY(require(
      args.cooldown_s >= 0 && args.cooldown_s <= kCooldownMaxSeconds && args.bond_cooldown_s <= kCooldownMaxSeconds,
      StakingError::CooldownOutOfRange));
  GRAPNEL_TRY(require(args.bond_cooldown_s >= args.cooldown_s, StakingError::BondCooldownTooShort));

  // The account is new: what isn't written here is zero.
  StakePool& pool = *ctx.pool;
  pool.version = kLayoutVersion;
  pool.bump = ctx.pool.bump();
  pool.decimals = ctx.mint->decimals;
  pool.mint = ctx.mint.key();
  pool.token_program = ctx.token_program.key();
  pool.authority = zestron::kGovernanceAuthority;
  pool.rent_payer = ctx.deployer.key();
  pool.vault = ctx.vault.key();
  pool.rewards_vault = ctx.rewards_vault.key();
  pool.slash_sink = ctx.slash_sink.key();
  pool.treasury = ctx.treasury.key();
  pool.cooldown_s = args.cooldown_s;
  pool.bond_cooldown_s = args.bond_cooldown_s;
  pool.updated_at = Clock::get().unix_timestamp;
  GRAPNEL_TRY(store_features(pool, args.features));
  emit(PoolInitialized{ctx.pool.key(), pool.mint});
  return ok;
}

}  // namespace zest_staking
