// Deposit: tokens into a vault, counted by what arrives. A Token-2022 mint may keep a fee of each transfer, so the amount
// that was sent is not what anyone may be credited with.
#pragma once

#include <grapnel/programs/token.hpp>
#include <grapnel/programs/token_2022.hpp>

namespace zestron {

// Of a token account that was proven to be one.
[[gnu::always_inline]] inline grapnel::u64 token_amount(grapnel::AccountView account) {
  constexpr grapnel::usize kAmountOffset = 64;
  return grapnel::load<grapnel::u64>(account.bytes() + kAmountOffset);
}

struct Deposit {
  grapnel::AccountView from;
  grapnel::AccountView mint;
  grapnel::AccountView vault;  // not `from`: the handler's types make sure of it, by Seeds or the refusal of duplicates
  grapnel::AccountView authority;
};

// Sends `amount` and gives what arrived in the vault: at most `amount`. `decimals` are the mint's.
inline grapnel::Result<grapnel::u64> deposit(const Deposit& accounts, grapnel::u64 amount, grapnel::u8 decimals,
                                             const grapnel::token::Via& via) {
  const grapnel::u64 before = token_amount(accounts.vault);
  GRAPNEL_TRY(grapnel::token::transfer_checked(accounts.from, accounts.mint, accounts.vault, accounts.authority, amount,
                                               decimals, via));
  return token_amount(accounts.vault) - before;  // a transfer into an account never makes it smaller
}

}  // namespace zestron
