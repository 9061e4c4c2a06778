#include <swap_pool/quote.hpp>

#include "transfers.hpp"

namespace swap_pool {

Result<> deposit_single_token_type_exact_amount_in(Context<DepositSingleTokenTypeExactAmountIn>& ctx,
                                                   const DepositSingleTokenTypeExactAmountInArgs& args) {
  const SwapV1& pool = *ctx.swap;
  const Side side = side_of(ctx, ctx.source_mint, ctx.source_token_program);
  if (side.vault.raw() == nullptr) return fail(SwapError::IncorrectMint);
  const u64 supply = ctx.pool_mint->supply;
  if (supply == 0) return fail(SwapError::PoolEmpty);
  const u64 reserve = side.reserve();

  const u64 arrived = GRAPNEL_TRY(take(ctx.source, side, ctx.user_transfer_authority, args.source_token_amount));
  const Checked<u64> shares = quote_deposit_of_one_side(arrived, reserve, supply, pool.fees);
  if (!shares) return fail(SwapError::CalculationFailure);
  if (shares.value() == 0) return fail(SwapError::ZeroTradingTokens);
  if (shares.value() < args.minimum_pool_token_amount) return fail(SwapError::ExceededSlippage);

  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), pool.bump_seed};
  GRAPNEL_TRY(token::mint_to(ctx.pool_mint, ctx.destination, ctx.authority, shares.value(),
                             {.program = ctx.pool_token_program.key(), .signer = signer}));
  const bool is_a = side.vault.raw() == ctx.token_a.raw();
  emit(Deposited{ctx.swap.key(), is_a ? arrived : 0, is_a ? 0 : arrived, shares.value()});
  return ok;
}

}  // namespace swap_pool
