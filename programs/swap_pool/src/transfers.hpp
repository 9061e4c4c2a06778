// Tokens and shares in and out of a pool, counted by what arrives.
#pragma once

#include <swap_pool/instructions.hpp>
#include <zestron/deposit.hpp>
#include <zestron/token_view.hpp>

namespace swap_pool {

// One side of the pool, as an instruction names it.
struct Side {
  AccountView vault;
  AccountView mint;
  AccountView program;

  u8 decimals() const { return reinterpret_cast<const TokenMintAccount*>(mint.bytes())->decimals; }
  u64 reserve() const { return zestron::token_amount(vault); }
};

// From the signer's account into the vault; gives what arrived.
inline Result<u64> take(AccountView from, const Side& side, AccountView signer, u64 amount) {
  return zestron::deposit({.from = from, .mint = side.mint, .vault = side.vault, .authority = signer}, amount,
                          side.decimals(), {.program = side.program.key()});
}

// From the vault to `to`; gives what arrived there.
inline Result<u64> pay(const Side& side, AccountView to, AccountView authority, u64 amount, const SignerSeeds* signer) {
  return zestron::deposit({.from = side.vault, .mint = side.mint, .vault = to, .authority = authority}, amount,
                          side.decimals(), {.program = side.program.key(), .signer = signer});
}

// The side that the mint stands for; no vault if it is of neither.
template <class Accounts>
Side side_of(const Accounts& accounts, AccountView mint, AccountView program) {
  const SwapV1& pool = *accounts.swap;
  if (pool.token_a_mint.is(mint.key())) return {accounts.token_a, mint, program};
  if (pool.token_b_mint.is(mint.key())) return {accounts.token_b, mint, program};
  return {AccountView{nullptr}, mint, program};
}

// What of `shares` given back goes to the fee account: nothing if it is the one that gives, or can't take any more.
template <class Accounts>
bool pays_withdraw_fee(const Accounts& accounts) {
  return !(accounts.source.key() == accounts.pool_fee_account.key()) &&
         zestron::takes_tokens(accounts.pool_fee_account, accounts.pool_mint.key());
}

// Takes `fee` of the shares to the fee account and burns `shares`.
template <class Accounts>
Result<> give_back(const Accounts& accounts, u64 shares, u64 fee) {
  const token::Via via{.program = accounts.pool_token_program.key()};
  if (fee != 0) {
    GRAPNEL_TRY(token::transfer_checked(accounts.source, accounts.pool_mint, accounts.pool_fee_account,
                                        accounts.user_transfer_authority, fee, accounts.pool_mint->decimals, via));
  }
  return token::burn(accounts.source, accounts.pool_mint, accounts.user_transfer_authority, shares, via);
}

}  // namespace swap_pool
