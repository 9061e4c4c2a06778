#include "instructions.hpp"

namespace transfer_hook {

// Sets what the wallet may receive from now on, whatever it was before.
Result<> allow(Context<Allow>& ctx, const Allow::Args& args) {
  if (args.amount == 0) return fail(HookError::AmountIsZero);
  if (ctx.allowance.created()) {
    ctx.allowance->mint = ctx.mint.key();
    ctx.allowance->wallet = args.wallet;
  }
  ctx.allowance->left = args.amount;
  emit(Allowed{ctx.mint.key(), args.wallet, args.amount});
  return ok;
}

Result<> forbid(Context<Forbid>&) { return ok; }

}  // namespace transfer_hook
