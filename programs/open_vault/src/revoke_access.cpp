#include <open_vault/instructions.hpp>

namespace open_vault {
namespace {

constexpr Pubkey kStaking = zest_staking::kProgramId;

// Whether the holder's stake is below the tier. A record is the holder's only one in the pool, so nothing else of theirs can
// make up for it; one that the access was given for and that is no account of zest_staking any more is gone.
Result<bool> has_fallen(AccountView stake, const Vault& vault, const Access& access) {
  const auto* record = data_as<zest_staking::StakeRecord>(stake, kStaking);
  if (record == nullptr) {
    const bool is_gone =
        access.kind == AccessKind::LiveStake && stake.key() == access.evidence && !(stake.owner() == kStaking);
    if (!is_gone) return fail(VaultError::StakeOfAnother);
    return true;
  }
  if (!zest_staking::is_readable_stake(*record)) return fail(VaultError::LayoutUnknown);
  if (!(record->staker == access.holder && record->pool == vault.stake_pool)) return fail(VaultError::StakeOfAnother);
  return record->amount < access.staked;
}

}  // namespace

Result<> revoke_access(Context<RevokeAccess>& ctx) {
  Access& access = *ctx.access;
  const i64 now = Clock::get().unix_timestamp;
  if (access.revoked_at != 0) return fail(VaultError::AccessRevoked);
  if (now >= access.valid_until) return fail(VaultError::AccessEnded);
  const bool fallen = GRAPNEL_TRY(has_fallen(ctx.stake, *ctx.vault, access));
  if (!fallen) return fail(VaultError::StakeStillThere);
  access.revoked_at = now;
  emit(AccessRevoked{access.of_template, access.holder, now});
  return ok;
}

}  // namespace open_vault
