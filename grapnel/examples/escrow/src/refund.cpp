#include "instructions.hpp"
#include "vault.hpp"

namespace escrow {

Result<> refund(Context<Refund>& ctx) {
  const u64 returned = ctx.vault->amount;
  GRAPNEL_TRY(empty_vault({.offer = ctx.offer,
                           .vault = ctx.vault,
                           .mint = ctx.mint_a,
                           .to = ctx.maker_a,
                           .rent = ctx.maker,
                           .token_program = ctx.token_program_a},
                          *ctx.offer, returned, ctx.mint_a->decimals));
  return emit_cpi(ctx, Refunded{ctx.offer.key(), returned});
}

}  // namespace escrow
