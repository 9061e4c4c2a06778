#include <swap_pool/curve.hpp>
#include <zestron/transfer_fee.hpp>

#include "transfers.hpp"

namespace swap_pool {
namespace {

struct Part {
  AccountView from;
  AccountView signer;
  u64 shares;
  u64 supply;
  u64 maximum;  // that may leave `from`
};

// One side's part of the shares: so much is sent that it is there once the mint has kept its fee.
[[gnu::noinline]] Result<u64> take_part(const Side& side, const Part& part) {
  const Checked<u64> net = deposit_for(part.shares, part.supply, side.reserve());
  if (!net) return fail(SwapError::CalculationFailure);
  const auto* fee = zestron::transfer_fee(side.mint);
  const Checked<u64> gross = fee == nullptr ? net : zestron::before_fee(*fee, net.value());
  if (!gross) return fail(SwapError::CalculationFailure);
  if (gross.value() > part.maximum) return fail(SwapError::ExceededSlippage);
  const u64 arrived = GRAPNEL_TRY(take(side, part.from, part.signer, gross.value()));
  if (arrived < net.value()) return fail(SwapError::CalculationFailure);
  return arrived;
}

}  // namespace

Result<> deposit_all_token_types(Context<DepositAllTokenTypes>& ctx, const DepositAllTokenTypesArgs& args) {
  GRAPNEL_TRY(check_authority(ctx.token_a, ctx.authority));
  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), ctx.swap->bump_seed};
  const Shares pool{ctx.pool_mint, ctx.authority, signer};
  const u64 shares = args.pool_token_amount;
  const u64 supply = pool.supply();
  if (shares == 0) return fail(SwapError::ZeroTradingTokens);
  if (supply == 0) return fail(SwapError::PoolEmpty);

  const AccountView& by = ctx.user_transfer_authority;
  const u64 a = GRAPNEL_TRY(take_part({ctx.token_a, ctx.token_a_mint},
                                      {ctx.deposit_token_a, by, shares, supply, args.maximum_token_a_amount}));
  const u64 b = GRAPNEL_TRY(take_part({ctx.token_b, ctx.token_b_mint},
                                      {ctx.deposit_token_b, by, shares, supply, args.maximum_token_b_amount}));
  GRAPNEL_TRY(mint_shares(pool, ctx.destination, shares));
  emit(Deposited{ctx.swap.key(), a, b, shares});
  return ok;
}

}  // namespace swap_pool
