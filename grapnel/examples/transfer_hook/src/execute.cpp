#include "instructions.hpp"

namespace transfer_hook {

namespace {

// A count must not stop transfers: it stands still at its end.
u64 counted(u64 so_far, u64 more) {
  const Checked<u64> sum = Checked{so_far} + more;
  return sum ? sum.value() : ~u64{0};
}

}  // namespace

// Anybody can call a program. That Token-2022 is in the middle of a transfer is what it has written into the source.
Result<> execute(Context<Execute>& ctx, const Execute::Args& args) {
  const auto* source = token_2022::extension<token_2022::TransferHookAccount>(ctx.source);
  if (source == nullptr || source->transferring == 0) return fail(HookError::NotTransferring);
  if (args.amount == 0) return fail(HookError::AmountIsZero);
  const Checked<u64> left = Checked{ctx.allowance->left} - args.amount;
  if (ctx.allowance->wallet != ctx.destination->owner || !left) return fail(HookError::NotAllowed);
  ctx.allowance->left = left.value();
  ctx.rule->moved = counted(ctx.rule->moved, args.amount);
  ctx.rule->transfers = counted(ctx.rule->transfers, 1);
  emit(Moved{ctx.mint.key(), ctx.allowance->wallet, args.amount, left.value()});
  return ok;
}

}  // namespace transfer_hook
