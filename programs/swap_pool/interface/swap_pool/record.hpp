// A pool's record as `initialize` would have written it, for worlds that put a pool where none was made: tests of programs
// that read pools, and benches.
#pragma once

#include <swap_pool/swap_v1.hpp>

namespace swap_pool {

struct PoolKeys {
  Pubkey pool;
  Pubkey mint_a, mint_b;
  Pubkey vault_a, vault_b;
  Pubkey shares;  // their mint
  Pubkey fees;    // the account that takes them
};

inline SwapV1 record_of(const PoolKeys& keys, const Fees& fees, const Pubkey& token_program) {
  SwapV1 record{};
  record.is_initialized = 1;
  record.bump_seed = find_authority(keys.pool).bump;
  record.token_program_id = token_program;
  record.token_a = keys.vault_a;
  record.token_b = keys.vault_b;
  record.pool_mint = keys.shares;
  record.token_a_mint = keys.mint_a;
  record.token_b_mint = keys.mint_b;
  record.pool_fee_account = keys.fees;
  record.fees = fees;
  record.curve_type = kConstantProduct;
  return record;
}

}  // namespace swap_pool
