// Tokens into a pool's vault, out of line for the two instructions that take some.
#pragma once

#include <zest_staking/zest_staking.hpp>
#include <zestron/deposit.hpp>

namespace zest_staking {

// What arrived; never nothing.
[[gnu::noinline]] inline Result<u64> pay_in(const StakePool& pool, const zestron::Deposit& accounts, u64 amount) {
  GRAPNEL_TRY(require(amount != 0, StakingError::AmountIsZero));
  const u64 arrived = GRAPNEL_TRY(zestron::deposit(accounts, amount, pool.decimals, {.program = pool.token_program}));
  GRAPNEL_TRY(require(arrived != 0, StakingError::NothingArrived));
  return arrived;
}

}  // namespace zest_staking
