#include <swap_pool/quote.hpp>

#include "transfers.hpp"

namespace swap_pool {

Result<> withdraw_single_token_type_exact_amount_out(Context<WithdrawSingleTokenTypeExactAmountOut>& ctx,
                                                     const WithdrawSingleTokenTypeExactAmountOutArgs& args) {
  GRAPNEL_TRY(check_authority(ctx.token_a, ctx.authority));
  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), ctx.swap->bump_seed};
  const Shares pool{ctx.pool_mint, ctx.authority, signer};
  Side side;
  GRAPNEL_TRY(find_side(ctx, ctx.destination_mint, side));
  const u64 amount = args.destination_token_amount;
  if (amount == 0) return fail(SwapError::ZeroTradingTokens);
  const Checked<u64> shares = quote_withdrawal_of_one_side(amount, side.reserve(), pool.supply(), ctx.swap->fees);
  if (!shares) return fail(SwapError::CalculationFailure);

  Return back{ctx.source, ctx.user_transfer_authority, ctx.pool_fee_account, shares.value(), 0};
  back.fee = fee_of_return(*ctx.swap, ctx.pool_mint, back, back.shares);
  const Checked<u64> cost = shares + back.fee;
  if (!cost || cost.value() > args.maximum_pool_token_amount) return fail(SwapError::ExceededSlippage);
  GRAPNEL_TRY(take_back(pool, back));
  GRAPNEL_TRY(pay(side, ctx.destination, pool, amount));
  const bool is_a = side.vault.raw() == ctx.token_a.raw();
  emit(Withdrawn{ctx.swap.key(), is_a ? amount : 0, is_a ? 0 : amount, back.shares, back.fee});
  return ok;
}

}  // namespace swap_pool
