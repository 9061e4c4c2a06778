#include <open_vault/instructions.hpp>

namespace open_vault {

// Snapshots only grow, so a root that was closed never comes back with what it said then.
Result<> post_stake_root(Context<PostStakeRoot>& ctx, const PostStakeRootArgs& args) {
  const Clock clock = Clock::get();
  Vault& vault = *ctx.vault;
  if (equal(args.root, kNoHash)) return fail(VaultError::RootMissing);
  if (args.leaf_count == 0) return fail(VaultError::RootEmpty);
  if (args.snapshot_slot > clock.slot) return fail(VaultError::SnapshotAhead);
  if (args.snapshot_slot <= vault.newest_snapshot) return fail(VaultError::SnapshotOutdated);
  const Checked<i64> latest = Checked{clock.unix_timestamp} + vault.root_lifetime_max_s;
  if (!latest || args.expires_at <= clock.unix_timestamp || args.expires_at > latest.value()) {
    return fail(VaultError::ExpiryInvalid);
  }

  vault.newest_snapshot = args.snapshot_slot;
  StakeRoot& root = *ctx.stake_root;
  root.version = kLayoutVersion;
  root.bump = ctx.stake_root.bump();
  root.root = args.root;
  root.stake_pool = vault.stake_pool;
  root.rent_payer = ctx.poster.key();
  root.snapshot_slot = args.snapshot_slot;
  root.leaf_count = args.leaf_count;
  root.posted_at = clock.unix_timestamp;
  root.expires_at = args.expires_at;
  emit(StakeRootPosted{args.root, args.snapshot_slot, args.leaf_count, args.expires_at});
  return ok;
}

}  // namespace open_vault
