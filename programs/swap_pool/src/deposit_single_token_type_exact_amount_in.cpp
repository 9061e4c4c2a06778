#include <swap_pool/quote.hpp>

#include "transfers.hpp"

namespace swap_pool {

Result<> deposit_single_token_type_exact_amount_in(Context<DepositSingleTokenTypeExactAmountIn>& ctx,
                                                   const DepositSingleTokenTypeExactAmountInArgs& args) {
  GRAPNEL_TRY(check_authority(ctx.token_a, ctx.authority));
  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), ctx.swap->bump_seed};
  const Shares pool{ctx.pool_mint, ctx.authority, signer};
  Side side;
  GRAPNEL_TRY(find_side(ctx, ctx.source_mint, side));
  const u64 supply = pool.supply();
  const u64 reserve = side.reserve();
  if (supply == 0) return fail(SwapError::PoolEmpty);

  const u64 arrived = GRAPNEL_TRY(take(side, ctx.source, ctx.user_transfer_authority, args.source_token_amount));
  const Checked<u64> shares = quote_deposit_of_one_side(arrived, reserve, supply, ctx.swap->fees);
  if (!shares) return fail(SwapError::CalculationFailure);
  if (shares.value() == 0) return fail(SwapError::ZeroTradingTokens);
  if (shares.value() < args.minimum_pool_token_amount) return fail(SwapError::ExceededSlippage);
  GRAPNEL_TRY(mint_shares(pool, ctx.destination, shares.value()));
  const bool is_a = side.vault.raw() == ctx.token_a.raw();
  emit(Deposited{ctx.swap.key(), is_a ? arrived : 0, is_a ? 0 : arrived, shares.value()});
  return ok;
}

}  // namespace swap_pool
