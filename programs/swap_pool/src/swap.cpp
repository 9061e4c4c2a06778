#include <swap_pool/quote.hpp>
#include <zestron/token_view.hpp>

#include "transfers.hpp"

namespace swap_pool {
namespace {

bool is_a(const SwapV1& pool, const Side& side) {
  return pool.token_a.is(side.vault.key()) && pool.token_a_mint.is(side.mint.key());
}
bool is_b(const SwapV1& pool, const Side& side) {
  return pool.token_b.is(side.vault.key()) && pool.token_b_mint.is(side.mint.key());
}

// The owner's part of the fee, in shares: a part of it to the host, if one is named. A fee account that can't take any
// more goes without.
Result<> mint_fees(const Context<Swap>& ctx, const Shares& shares, const SwapQuote& quote) {
  u64 owner_shares = quote.owner_shares;
  if (ctx.remaining().size() > 0) {
    const AccountView host = *ctx.remaining().begin();
    if (!zestron::takes_tokens(host, shares.mint.key())) return fail(SwapError::InvalidHostFeeAccount);
    owner_shares = (Checked{owner_shares} - quote.host_shares).value();  // a part of it
    if (quote.host_shares != 0) GRAPNEL_TRY(mint_shares(shares, host, quote.host_shares));
  }
  if (owner_shares == 0 || !zestron::takes_tokens(ctx.pool_fee_account, shares.mint.key())) return ok;
  return mint_shares(shares, ctx.pool_fee_account, owner_shares);
}

}  // namespace

// All of what arrives stays, also what is too little for one unit more.
Result<> swap(Context<Swap>& ctx, const SwapArgs& args) {
  const SwapV1& pool = *ctx.swap;
  const Side in{ctx.swap_source, ctx.source_mint};
  const Side out{ctx.swap_destination, ctx.destination_mint};
  const bool are_sides = is_a(pool, in) ? is_b(pool, out) : is_b(pool, in) && is_a(pool, out);
  if (!are_sides) return fail(SwapError::IncorrectSwapAccount);
  GRAPNEL_TRY(check_authority(in.vault, ctx.authority));

  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{ctx.swap.key(), pool.bump_seed};
  const Shares shares{ctx.pool_mint, ctx.authority, signer};
  const Reserves reserves{in.reserve(), out.reserve(), shares.supply()};
  const u64 arrived = GRAPNEL_TRY(take(in, ctx.source, ctx.user_transfer_authority, args.amount_in));
  SwapQuote quote{};
  if (!quote_swap(arrived, reserves, pool.fees, quote)) return fail(SwapError::ZeroTradingTokens);
  GRAPNEL_TRY(mint_fees(ctx, shares, quote));
  const u64 received = GRAPNEL_TRY(pay(out, ctx.destination, shares, quote.amount_out));
  if (received < args.minimum_amount_out) return fail(SwapError::ExceededSlippage);
  emit(Swapped{ctx.swap.key(), ctx.source_mint.key(), arrived, quote.amount_out, quote.owner_shares});
  return ok;
}

}  // namespace swap_pool
