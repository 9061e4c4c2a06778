#include <swap_pool/quote.hpp>

#include "transfers.hpp"

namespace swap_pool {
namespace {

bool are_the_vaults(const SwapV1& pool, const Pubkey& one, const Pubkey& other) {
  return (pool.token_a.is(one) && pool.token_b.is(other)) || (pool.token_b.is(one) && pool.token_a.is(other));
}

// The owner's part of the fee, in shares: a part of it to the host, if one is named. A fee account that can't take any
// more goes without.
Result<> mint_fees(Context<Swap>& ctx, const SwapQuote& quote, const token::Via& via) {
  u64 owner_shares = quote.owner_shares;
  if (ctx.remaining().size() > 0) {
    const AccountView host = *ctx.remaining().begin();
    if (!zestron::takes_tokens(host, ctx.pool_mint.key())) return fail(SwapError::InvalidHostFeeAccount);
    owner_shares -= quote.host_shares;  // a part of it
    if (quote.host_shares != 0) {
      GRAPNEL_TRY(token::mint_to(ctx.pool_mint, host, ctx.authority, quote.host_shares, via));
    }
  }
  if (owner_shares == 0 || !zestron::takes_tokens(ctx.pool_fee_account, ctx.pool_mint.key())) return ok;
  return token::mint_to(ctx.pool_mint, ctx.pool_fee_account, ctx.authority, owner_shares, via);
}

}  // namespace

// All of what arrives stays, also what is too little for one unit more.
Result<> swap(Context<Swap>& ctx, const SwapArgs& args) {
  const SwapV1& pool = *ctx.swap;
  if (!are_the_vaults(pool, ctx.swap_source.key(), ctx.swap_destination.key())) {
    return fail(SwapError::IncorrectSwapAccount);
  }
  const Side in{ctx.swap_source, ctx.source_mint, ctx.source_token_program};
  const Side out{ctx.swap_destination, ctx.destination_mint, ctx.destination_token_program};
  const Reserves reserves{in.reserve(), out.reserve(), ctx.pool_mint->supply};

  const u64 arrived = GRAPNEL_TRY(take(ctx.source, in, ctx.user_transfer_authority, args.amount_in));
  SwapQuote quote{};
  if (!quote_swap(arrived, reserves, pool.fees, quote)) return fail(SwapError::ZeroTradingTokens);

  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), pool.bump_seed};
  GRAPNEL_TRY(mint_fees(ctx, quote, {.program = ctx.pool_token_program.key(), .signer = signer}));
  const u64 received = GRAPNEL_TRY(pay(out, ctx.destination, ctx.authority, quote.amount_out, signer));
  if (received < args.minimum_amount_out) return fail(SwapError::ExceededSlippage);
  emit(Swapped{ctx.swap.key(), ctx.source_mint.key(), arrived, quote.amount_out, quote.owner_shares});
  return ok;
}

}  // namespace swap_pool
