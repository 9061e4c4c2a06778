#include "grant.hpp"

namespace open_vault {

// The leaf is put together here, from the signer and the vault's pool: a proof for anyone else's, or of an inner node, does
// not lead to the root.
Result<> claim_access_by_proof(Context<ClaimAccessByProof>& ctx, const ClaimByProofArgs& args) {
  const StakeRoot& root = *ctx.stake_root;
  const i64 now = Clock::get().unix_timestamp;
  if (!(root.stake_pool == ctx.vault->stake_pool)) return fail(VaultError::RootOfAnotherPool);
  if (now >= root.expires_at) return fail(VaultError::RootExpired);
  const StakeLeaf leaf{ctx.holder.key(), args.amount, args.lock_until, root.stake_pool};
  const bool holds = zestron::merkle_verify(root.root, leaf_hash(leaf), args.index, root.leaf_count,
                                            reinterpret_cast<const Hash256*>(args.path.data), args.path.size);
  if (!holds) return fail(VaultError::ProofInvalid);
  return give({*ctx.access, ctx.access.bump(), *ctx.of_template, ctx.of_template.key(), ctx.holder.key()},
              {AccessKind::Proof, ctx.stake_root.key(), args.amount, args.lock_until, root.expires_at}, now);
}

}  // namespace open_vault
