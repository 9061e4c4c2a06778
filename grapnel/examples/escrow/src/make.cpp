#include "instructions.hpp"

namespace escrow {

Result<> make(Context<Make>& ctx, const Make::Args& args) {
  if (args.offered == 0 || args.wanted == 0) return fail(EscrowError::AmountIsZero);
  *ctx.offer = {.maker = ctx.maker.key(),
                .mint_a = ctx.mint_a.key(),
                .mint_b = ctx.mint_b.key(),
                .number = args.number,
                .wanted = args.wanted,
                .bump = ctx.offer.bump(),
                .reserved = {}};
  GRAPNEL_TRY(token::transfer_checked(ctx.maker_a, ctx.mint_a, ctx.vault, ctx.maker, args.offered, ctx.mint_a->decimals,
                                      {.program = ctx.token_program_a.key()}));
  if (ctx.vault->amount == 0) return fail(EscrowError::NothingArrived);
  return emit_cpi(ctx, Made{ctx.offer.key(), ctx.vault->amount, args.wanted});
}

}  // namespace escrow
