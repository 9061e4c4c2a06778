#include <open_vault/instructions.hpp>

namespace open_vault {

Result<> close_stake_root(Context<CloseStakeRoot>& ctx) {
  if (Clock::get().unix_timestamp < ctx.stake_root->expires_at) return fail(VaultError::RootNotExpired);
  emit(StakeRootClosed{ctx.stake_root->root});
  return ok;
}

}  // namespace open_vault
