#include <swap_pool/curve.hpp>
#include <zestron/transfer_fee.hpp>

#include "transfers.hpp"

namespace swap_pool {
namespace {

struct Part {
  u64 shares;
  u64 supply;
  u64 maximum;  // that may leave `from`
};

// One side's part of the shares: so much is sent that it is there once the mint has kept its fee.
Result<u64> take_part(AccountView from, const Side& side, AccountView signer, const Part& part) {
  const Checked<u64> net = deposit_for(part.shares, part.supply, side.reserve());
  if (!net) return fail(SwapError::CalculationFailure);
  const auto* fee = zestron::transfer_fee(side.mint);
  const Checked<u64> gross = fee == nullptr ? net : zestron::before_fee(*fee, net.value());
  if (!gross) return fail(SwapError::CalculationFailure);
  if (gross.value() > part.maximum) return fail(SwapError::ExceededSlippage);
  const u64 arrived = GRAPNEL_TRY(take(from, side, signer, gross.value()));
  if (arrived < net.value()) return fail(SwapError::CalculationFailure);
  return arrived;
}

}  // namespace

Result<> deposit_all_token_types(Context<DepositAllTokenTypes>& ctx, const DepositAllTokenTypesArgs& args) {
  const u64 shares = args.pool_token_amount;
  const u64 supply = ctx.pool_mint->supply;
  if (shares == 0) return fail(SwapError::ZeroTradingTokens);
  if (supply == 0) return fail(SwapError::PoolEmpty);
  const Side a{ctx.token_a, ctx.token_a_mint, ctx.token_a_program};
  const Side b{ctx.token_b, ctx.token_b_mint, ctx.token_b_program};
  const u64 arrived_a = GRAPNEL_TRY(take_part(ctx.deposit_token_a, a, ctx.user_transfer_authority,
                                              {shares, supply, args.maximum_token_a_amount}));
  const u64 arrived_b = GRAPNEL_TRY(take_part(ctx.deposit_token_b, b, ctx.user_transfer_authority,
                                              {shares, supply, args.maximum_token_b_amount}));

  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), ctx.swap->bump_seed};
  GRAPNEL_TRY(token::mint_to(ctx.pool_mint, ctx.destination, ctx.authority, shares,
                             {.program = ctx.pool_token_program.key(), .signer = signer}));
  emit(Deposited{ctx.swap.key(), arrived_a, arrived_b, shares});
  return ok;
}

}  // namespace swap_pool
