#include "program.hpp"

namespace till {

Result<u64> deposit(Context<Deposit>& ctx, const Deposit::Args& args) {
  if (args.note.size == 0) return Failure{u64{2} << 32};
  GRAPNEL_TRY(token::transfer(ctx.from, ctx.vault, ctx.owner, args.amount));
  return u64{ctx.vault->amount};
}

Result<> take(Context<Take>& ctx, const Take::Args& args) {
  return token::transfer(ctx.from, ctx.vault, ctx.owner, args.amount);
}

}  // namespace till

GRAPNEL_ENTRYPOINT(till::TillProgram)
