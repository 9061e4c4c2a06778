// Tokens out of a pool's vault, signed by the pool.
#pragma once

#include <zest_staking/zest_staking.hpp>

namespace zest_staking {

struct Payout {
  AccountView pool;
  AccountView mint;
  AccountView from;
  AccountView to;
};

inline Result<> pay_out(const StakePool& pool, const Payout& accounts, u64 amount) {
  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{"pool", pool.mint, pool.bump};
  return token::transfer_checked(accounts.from, accounts.mint, accounts.to, accounts.pool, amount, pool.decimals,
                                 {.program = pool.token_program, .signer = signer});
}

}  // namespace zest_staking
