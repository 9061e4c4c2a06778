#include <rewards/instructions.hpp>
#include <zestron/vault_mint.hpp>

namespace rewards {

Result<> initialize_rewards(Context<InitializeRewards>& ctx, const InitializeRewardsArgs& args) {
  if (!zestron::is_vault_mint(ctx.mint)) return fail(RewardsError::MintRefused);
  if (!is_valid(args.parameters)) return fail(RewardsError::ParametersInvalid);
  if (!(args.parameters.treasury == ctx.treasury.key())) return fail(RewardsError::TreasuryInvalid);

  // The account is new: what isn't written here is zero.
  RewardsConfig& config = *ctx.config;
  config.version = kLayoutVersion;
  config.bump = ctx.config.bump();
  config.decimals = ctx.mint->decimals;
  config.authority = zestron::kGovernanceAuthority;
  config.mint = ctx.mint.key();
  config.token_program = ctx.token_program.key();
  config.vault = ctx.vault.key();
  config.rent_payer = ctx.deployer.key();
  config.parameters = args.parameters;
  config.epoch_s = ctx.market->epoch_s;
  emit(RewardsInitialized{ctx.config.key(), config.mint});
  return ok;
}

}  // namespace rewards
