// One event for each change of a pool, with amounts as they arrived or left.
#pragma once

#include <swap_pool/program.hpp>

namespace swap_pool {

struct PoolInitialized {
  Pubkey swap;
  Pubkey token_a_mint;
  Pubkey token_b_mint;
  Pubkey pool_mint;
  u64 token_a_amount;
  u64 token_b_amount;
};

struct Swapped {
  Pubkey swap;
  Pubkey source_mint;
  u64 amount_in;     // what arrived in the vault
  u64 amount_out;    // what left the other one
  u64 owner_shares;  // minted for the owner's part of the fee, the host's part included
};

// Of one side alone, the other amount is zero.
struct Deposited {
  Pubkey swap;
  u64 token_a_amount;  // what arrived
  u64 token_b_amount;
  u64 pool_token_amount;  // minted
};

struct Withdrawn {
  Pubkey swap;
  u64 token_a_amount;  // what left
  u64 token_b_amount;
  u64 pool_token_amount;  // burned
  u64 withdraw_fee;       // in shares, to the fee account
};

}  // namespace swap_pool
