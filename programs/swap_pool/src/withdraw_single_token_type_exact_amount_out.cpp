#include <swap_pool/quote.hpp>

#include "transfers.hpp"

namespace swap_pool {

Result<> withdraw_single_token_type_exact_amount_out(Context<WithdrawSingleTokenTypeExactAmountOut>& ctx,
                                                     const WithdrawSingleTokenTypeExactAmountOutArgs& args) {
  const SwapV1& pool = *ctx.swap;
  const Side side = side_of(ctx, ctx.destination_mint, ctx.destination_token_program);
  if (side.vault.raw() == nullptr) return fail(SwapError::IncorrectMint);
  const u64 amount = args.destination_token_amount;
  if (amount == 0) return fail(SwapError::ZeroTradingTokens);
  const Checked<u64> shares =
      quote_withdrawal_of_one_side(amount, side.reserve(), ctx.pool_mint->supply, pool.fees);
  if (!shares) return fail(SwapError::CalculationFailure);
  const u64 fee = pays_withdraw_fee(ctx) ? withdraw_fee(shares.value(), pool.fees) : 0;
  const Checked<u64> cost = shares + fee;
  if (!cost || cost.value() > args.maximum_pool_token_amount) return fail(SwapError::ExceededSlippage);

  GRAPNEL_TRY(give_back(ctx, shares.value(), fee));
  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), pool.bump_seed};
  GRAPNEL_TRY(pay(side, ctx.destination, ctx.authority, amount, signer));
  const bool is_a = side.vault.raw() == ctx.token_a.raw();
  emit(Withdrawn{ctx.swap.key(), is_a ? amount : 0, is_a ? 0 : amount, shares.value(), fee});
  return ok;
}

}  // namespace swap_pool
