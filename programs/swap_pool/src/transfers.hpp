// Tokens and shares in and out of a pool, counted by what arrives. Out of line, since every instruction needs them.
#pragma once

#include <swap_pool/instructions.hpp>
#include <zestron/deposit.hpp>

namespace swap_pool {

// One side of the pool. Both accounts are proven by the pool's record.
struct Side {
  AccountView vault;
  AccountView mint;

  u64 reserve() const { return zestron::token_amount(vault); }
};

// What signs for the pool, and what it mints.
struct Shares {
  AccountView mint;
  AccountView authority;
  const SignerSeeds* signer;

  // grapnel-lint: allow(untyped-data) a mint that the pool's record names
  u64 supply() const { return reinterpret_cast<const TokenMintAccount*>(mint.bytes())->supply; }
};

// Whether the authority owns the vault, and so all of the pool.
Result<> check_authority(AccountView vault, AccountView authority);

// From `from`, whose owner or delegate `signer` is, into the vault; gives what arrived.
Result<u64> take(const Side& side, AccountView from, AccountView signer, u64 amount);

// From the vault to `to`; gives what arrived there.
Result<u64> pay(const Side& side, AccountView to, const Shares& pool, u64 amount);

Result<> mint_shares(const Shares& pool, AccountView to, u64 amount);

// Shares that come back: `fee` of them to the fee account, the others burned.
struct Return {
  AccountView from;
  AccountView signer;
  AccountView pool_fee_account;
  u64 shares;
  u64 fee;
};
Result<> take_back(const Shares& pool, const Return& back);

// The fee of giving back `shares`: none from the fee account itself, none if it can't take any more.
u64 fee_of_return(const SwapV1& pool, AccountView pool_mint, const Return& back, u64 shares);

// The side of that mint among those of `accounts`; IncorrectMint if it is of neither.
template <class Accounts>
Result<> find_side(const Accounts& accounts, AccountView mint, Side& side) {
  const SwapV1& pool = *accounts.swap;
  const bool is_a = pool.token_a_mint.is(mint.key());
  if (!is_a && !pool.token_b_mint.is(mint.key())) return fail(SwapError::IncorrectMint);
  side = {is_a ? AccountView{accounts.token_a} : AccountView{accounts.token_b}, mint};
  return ok;
}

}  // namespace swap_pool
