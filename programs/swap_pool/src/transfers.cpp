#include "transfers.hpp"

#include <swap_pool/quote.hpp>
#include <zestron/token_view.hpp>

namespace swap_pool {
namespace {

const TokenMintAccount& mint_in(AccountView account) {
  // grapnel-lint: allow(untyped-data) a mint that the pool's record names
  return *reinterpret_cast<const TokenMintAccount*>(account.bytes());
}

}  // namespace

Result<> check_authority(AccountView vault, AccountView authority) {
  // grapnel-lint: allow(untyped-data) a vault that the pool's record names
  const auto& account = *reinterpret_cast<const TokenAccount*>(vault.bytes());
  return require(account.owner == authority.key(), SwapError::InvalidProgramAddress);
}

[[gnu::noinline]] Result<u64> take(const Side& side, AccountView from, AccountView signer, u64 amount) {
  return zestron::deposit({.from = from, .mint = side.mint, .vault = side.vault, .authority = signer}, amount,
                          mint_in(side.mint).decimals, {.program = side.mint.owner()});
}

[[gnu::noinline]] Result<u64> pay(const Side& side, AccountView to, const Shares& pool, u64 amount) {
  if (zestron::token_account(to) == nullptr) return fail(SwapError::InvalidDestination);
  return zestron::deposit({.from = side.vault, .mint = side.mint, .vault = to, .authority = pool.authority}, amount,
                          mint_in(side.mint).decimals, {.program = side.mint.owner(), .signer = pool.signer});
}

[[gnu::noinline]] Result<> mint_shares(const Shares& pool, AccountView to, u64 amount) {
  // grapnel-lint: allow(cpi-target) the owner of a mint that was proven to be one of a token program
  return token::mint_to(pool.mint, to, pool.authority, amount, {.program = pool.mint.owner(), .signer = pool.signer});
}

[[gnu::noinline]] Result<> take_back(const Shares& pool, const Return& back) {
  const token::Via via{.program = pool.mint.owner()};
  if (back.fee != 0) {
    GRAPNEL_TRY(token::transfer_checked(back.from, pool.mint, back.pool_fee_account, back.signer, back.fee,
                                        mint_in(pool.mint).decimals, via));
  }
  return token::burn(back.from, pool.mint, back.signer, back.shares, via);
}

[[gnu::noinline]] u64 fee_of_return(const SwapV1& pool, AccountView pool_mint, const Return& back, u64 shares) {
  if (back.from.key() == back.pool_fee_account.key()) return 0;
  return zestron::takes_tokens(back.pool_fee_account, pool_mint.key()) ? withdraw_fee(shares, pool.fees) : 0;
}

}  // namespace swap_pool
