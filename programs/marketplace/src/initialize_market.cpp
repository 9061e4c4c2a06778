#include <zestron/vault_mint.hpp>

#include "treasury.hpp"

namespace marketplace {

Result<> initialize_market(Context<InitializeMarket>& ctx, const InitializeMarketArgs& args) {
  if (!zestron::is_vault_mint(ctx.mint)) return fail(MarketError::MintRefused);
  if (!is_valid(args.parameters)) return fail(MarketError::ParametersInvalid);
  if (args.epoch_s < kWindowMinSeconds || args.epoch_s > kWindowMaxSeconds) return fail(MarketError::EpochInvalid);
  GRAPNEL_TRY(check_treasury(args.parameters, ctx.treasury));

  Market& market = *ctx.market;
  market.version = kLayoutVersion;
  market.bump = ctx.market.bump();
  market.vault_bump = ctx.vault.bump();
  market.decimals = ctx.mint->decimals;
  market.authority = zestron::kGovernanceAuthority;
  market.mint = ctx.mint.key();
  market.token_program = ctx.token_program.key();
  market.vault = ctx.vault.key();
  market.staking_pool = ctx.staking_pool.key();
  market.rent_payer = ctx.deployer.key();
  market.parameters = args.parameters;
  market.epoch_s = args.epoch_s;
  emit(MarketInitialized{ctx.market.key(), market.mint});
  return ok;
}

}  // namespace marketplace
