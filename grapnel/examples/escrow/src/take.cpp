#include "instructions.hpp"
#include "vault.hpp"

namespace escrow {

// Both sides are held to what arrived, not to what was sent: a mint may keep a fee.
Result<> take(Context<Take>& ctx, const Take::Args& args) {
  const u64 maker_had = ctx.maker_b->amount;
  const u64 taker_had = ctx.taker_a->amount;
  GRAPNEL_TRY(token::transfer_checked(ctx.taker_b, ctx.mint_b, ctx.maker_b, ctx.taker, args.pay, ctx.mint_b->decimals,
                                      {.program = ctx.token_program_b.key()}));
  GRAPNEL_TRY(empty_vault({.offer = ctx.offer,
                           .vault = ctx.vault,
                           .mint = ctx.mint_a,
                           .to = ctx.taker_a,
                           .rent = ctx.maker,
                           .token_program = ctx.token_program_a},
                          *ctx.offer, ctx.vault->amount, ctx.mint_a->decimals));
  // grapnel-lint: allow(stale-after-cpi) the difference is what arrived
  const Checked<u64> paid = Checked{ctx.maker_b->amount} - maker_had;
  const Checked<u64> received = Checked{ctx.taker_a->amount} - taker_had;
  if (!paid || paid.value() < ctx.offer->wanted) return fail(EscrowError::PaidTooLittle);
  if (!received || received.value() < args.receive_min) return fail(EscrowError::ReceivedTooLittle);
  return emit_cpi(ctx, Taken{ctx.offer.key(), ctx.taker.key(), received.value(), paid.value()});
}

}  // namespace escrow
