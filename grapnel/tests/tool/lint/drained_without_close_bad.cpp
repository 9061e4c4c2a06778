#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Vault {
  u64 amount;
};

struct End {
  Mut<Account<Vault>> vault;
  Mut<Signer> owner;
};

Result<> end_by_hand(Context<End>& ctx) {
  ctx.vault.set_lamports(Lamports{0});  // finds: drained-without-close
  return ok;
}

Result<> end_by_move(Context<End>& ctx) {
  if (!move_lamports(ctx.vault, ctx.owner, ctx.vault.lamports())) return ok;  // finds: drained-without-close
  return ok;
}

}  // namespace sample
