#include <swap_pool/quote.hpp>

#include "transfers.hpp"

namespace swap_pool {

Result<> withdraw_all_token_types(Context<WithdrawAllTokenTypes>& ctx, const WithdrawAllTokenTypesArgs& args) {
  const SwapV1& pool = *ctx.swap;
  const Side a{ctx.token_a, ctx.token_a_mint, ctx.token_a_program};
  const Side b{ctx.token_b, ctx.token_b_mint, ctx.token_b_program};
  const u64 supply = ctx.pool_mint->supply;
  const u64 fee = pays_withdraw_fee(ctx) ? withdraw_fee(args.pool_token_amount, pool.fees) : 0;
  const u64 shares = args.pool_token_amount - fee;  // a part of it
  const Checked<u64> amount_a = withdrawal_of(shares, supply, a.reserve());
  const Checked<u64> amount_b = withdrawal_of(shares, supply, b.reserve());
  if (shares > supply || !amount_a || !amount_b) return fail(SwapError::CalculationFailure);
  if (amount_a.value() == 0 && amount_b.value() == 0) return fail(SwapError::ZeroTradingTokens);

  GRAPNEL_TRY(give_back(ctx, shares, fee));
  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), pool.bump_seed};
  const u64 received_a = GRAPNEL_TRY(pay(a, ctx.destination_token_a, ctx.authority, amount_a.value(), signer));
  if (received_a < args.minimum_token_a_amount) return fail(SwapError::ExceededSlippage);
  const u64 received_b = GRAPNEL_TRY(pay(b, ctx.destination_token_b, ctx.authority, amount_b.value(), signer));
  if (received_b < args.minimum_token_b_amount) return fail(SwapError::ExceededSlippage);
  emit(Withdrawn{ctx.swap.key(), amount_a.value(), amount_b.value(), shares, fee});
  return ok;
}

}  // namespace swap_pool
