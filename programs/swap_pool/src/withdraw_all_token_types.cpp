#include <swap_pool/curve.hpp>

#include "transfers.hpp"

namespace swap_pool {

Result<> withdraw_all_token_types(Context<WithdrawAllTokenTypes>& ctx, const WithdrawAllTokenTypesArgs& args) {
  GRAPNEL_TRY(check_authority(ctx.token_a, ctx.authority));
  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), ctx.swap->bump_seed};
  const Shares pool{ctx.pool_mint, ctx.authority, signer};
  const Side side_a{ctx.token_a, ctx.token_a_mint};
  const Side side_b{ctx.token_b, ctx.token_b_mint};
  const u64 supply = pool.supply();
  Return back{ctx.source, ctx.user_transfer_authority, ctx.pool_fee_account, 0, 0};
  back.fee = fee_of_return(*ctx.swap, ctx.pool_mint, back, args.pool_token_amount);
  back.shares = (Checked{args.pool_token_amount} - back.fee).value();  // a part of it
  const Checked<u64> a = withdrawal_of(back.shares, supply, side_a.reserve());
  const Checked<u64> b = withdrawal_of(back.shares, supply, side_b.reserve());
  if (!a || !b) return fail(SwapError::CalculationFailure);
  if (a.value() == 0 && b.value() == 0) return fail(SwapError::ZeroTradingTokens);

  GRAPNEL_TRY(take_back(pool, back));
  const u64 received_a = GRAPNEL_TRY(pay(side_a, ctx.destination_token_a, pool, a.value()));
  if (received_a < args.minimum_token_a_amount) return fail(SwapError::ExceededSlippage);
  const u64 received_b = GRAPNEL_TRY(pay(side_b, ctx.destination_token_b, pool, b.value()));
  if (received_b < args.minimum_token_b_amount) return fail(SwapError::ExceededSlippage);
  emit(Withdrawn{ctx.swap.key(), a.value(), b.value(), back.shares, back.fee});
  return ok;
}

}  // namespace swap_pool
