#include "composite.hpp"

namespace gauntlet {

Result<> open_vault(Context<OpenVault>& ctx, const OpenVault::Args& args) {
  *ctx.made.vault = {ctx.made.authority.key(), args.amount};
  return ok;
}

Result<u64> move_amount(Context<MoveAmount>& ctx, const MoveAmount::Args& args) {
  const Checked<u64> rest = Checked{ctx.from.vault->amount} - args.amount;
  if (!rest) return fail(GauntletError::TooMuch);
  ctx.from.vault->amount = rest.value();
  ctx.to.vault->amount += args.amount;
  return ctx.remaining().size();
}

Result<> shut_vault(Context<ShutVault>&) { return ok; }

}  // namespace gauntlet
