#include <governance/instructions.hpp>

namespace governance {

Result<> initialize(Context<Initialize>& ctx, const InitializeArgs& args) {
  GRAPNEL_TRY(require(ctx.stake_pool->mint == ctx.zest_mint.key(), GovernanceError::PoolOfAnotherMint));
  GRAPNEL_TRY(require(ctx.stake_pool->authority == kGovernanceAuthority, GovernanceError::PoolOfAnotherAuthority));
  GRAPNEL_TRY(require(within_bounds(args.parameters), GovernanceError::ParametersOutOfBounds));

  Governance& governance = *ctx.governance;
  governance.version = kLayoutVersion;
  governance.bump = ctx.governance.bump();
  governance.stake_pool = ctx.stake_pool.key();
  governance.zest_mint = ctx.zest_mint.key();
  governance.guardian = args.guardian;
  governance.rent_payer = ctx.deployer.key();
  governance.parameters = args.parameters;
  emit(GovernanceInitialized{ctx.governance.key(), governance.stake_pool, governance.zest_mint, governance.guardian,
                             governance.parameters});
  return ok;
}

}  // namespace governance
