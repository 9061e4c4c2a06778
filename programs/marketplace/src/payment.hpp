// Payments out of the vault.
#pragma once

#include <zestron/deposit.hpp>

#include "authority.hpp"

namespace marketplace {

struct Payment {
  AccountView vault;
  AccountView mint;
  AccountView to;
  AccountView authority;
};

// Pays `amount` and gives what arrived there.
inline Result<u64> pay(const Payment& accounts, const Market& market, u64 amount) {
  const Authority authority;
  return zestron::deposit(
      {.from = accounts.vault, .mint = accounts.mint, .vault = accounts.to, .authority = accounts.authority}, amount,
      market.decimals, {.program = market.token_program, .signer = authority.signer()});
}

}  // namespace marketplace
