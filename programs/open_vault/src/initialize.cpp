#include <open_vault/instructions.hpp>

namespace open_vault {

Result<> initialize(Context<Initialize>& ctx, const InitializeArgs& args) {
  if (args.root_lifetime_max_s <= 0) return fail(VaultError::LifetimeInvalid);
  Vault& vault = *ctx.vault;
  vault.version = kLayoutVersion;
  vault.bump = ctx.vault.bump();
  vault.authority = zestron::kGovernanceAuthority;
  vault.poster = args.poster;
  vault.stake_pool = ctx.stake_pool.key();
  vault.rent_payer = ctx.deployer.key();
  vault.root_lifetime_max_s = args.root_lifetime_max_s;
  emit(VaultInitialized{vault.stake_pool, vault.poster});
  return ok;
}

}  // namespace open_vault
