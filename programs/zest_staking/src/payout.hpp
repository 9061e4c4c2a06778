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

inline Result<> transfer_out(const StakePool& pool, const Payout& accounts, u64 amount) {
  // grapnel-lint: allow(bump-from-caller) the pool's own, stored when Seeds had proven it
  const PdaSigner signer{"pool", pool.mint, pool.bump};
  // grapnel-lint: allow(cpi-target) HasOne<&StakePool::token_program> of every instruction that pays
  return token::transfer_checked(accounts.from, accounts.mint, accounts.to, accounts.pool, amount, pool.decimals,
                                 {.program = pool.token_program, .signer = signer});
}
inline Result<> pay_out(const StakePool& pool, const Payout& accounts, u64 amount) {
  return out_of_line<transfer_out>(pool, accounts, amount);
}

}  // namespace zest_staking
