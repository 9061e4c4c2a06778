#include "program.hpp"

namespace bench::vault {

Result<> deposit(Context<Deposit>& ctx, const Deposit::Args& args) {
  return system::transfer(ctx.user, ctx.vault, Lamports{args.amount});
}

Result<> withdraw(Context<Withdraw>& ctx, const Withdraw::Args& args) {
  if (!move_lamports(ctx.vault, ctx.user, Lamports{args.amount})) return fail(VaultError::NotEnough);
  return ok;
}

}  // namespace bench::vault

GRAPNEL_ENTRYPOINT(bench::vault::VaultProgram)
