#include "protocols/swap_pool/swap_pool.hpp"

#include "protocols/instruction.hpp"

#include <swap_pool/swap_pool.hpp>

namespace zestron::protocols::swap_pool {

namespace program = ::swap_pool;

domain::PoolState state_of(const Pool& pool, std::uint64_t in_vault_a, std::uint64_t in_vault_b, std::uint64_t supply) {
  return {pool.address, pool.mint_a, pool.mint_b, in_vault_a, in_vault_b, pool.fee_bps, pool.shares, supply};
}

codec::Instruction swap(const Pool& pool, const Swap& request) {
  const bool ab = request.a_to_b;
  return to_host(grapnel::client::instruction<program::SwapPool, program::swap>(
      {to_program(pool.address), to_program(pool.authority), to_program(request.trader), to_program(request.source),
       to_program(ab ? pool.vault_a : pool.vault_b), to_program(ab ? pool.vault_b : pool.vault_a),
       to_program(request.destination), to_program(pool.shares), to_program(pool.fee_account),
       to_program(ab ? pool.mint_a : pool.mint_b), to_program(ab ? pool.mint_b : pool.mint_a),
       to_program(ab ? request.program_a : request.program_b), to_program(ab ? request.program_b : request.program_a),
       to_program(pool.share_program)},
      {.amount_in = request.amount_in, .minimum_amount_out = request.out_min}));
}

codec::Instruction add_liquidity(const Pool& pool, const Liquidity& request) {
  return to_host(grapnel::client::instruction<program::SwapPool, program::deposit_all_token_types>(
      {to_program(pool.address), to_program(pool.authority), to_program(request.owner), to_program(request.account_a),
       to_program(request.account_b), to_program(pool.vault_a), to_program(pool.vault_b), to_program(pool.shares),
       to_program(request.account_shares), to_program(pool.mint_a), to_program(pool.mint_b),
       to_program(request.program_a), to_program(request.program_b), to_program(pool.share_program)},
      {.pool_token_amount = request.shares,
       .maximum_token_a_amount = request.limit_a,
       .maximum_token_b_amount = request.limit_b}));
}

codec::Instruction remove_liquidity(const Pool& pool, const Liquidity& request) {
  return to_host(grapnel::client::instruction<program::SwapPool, program::withdraw_all_token_types>(
      {to_program(pool.address), to_program(pool.authority), to_program(request.owner), to_program(pool.shares),
       to_program(request.account_shares), to_program(pool.vault_a), to_program(pool.vault_b),
       to_program(request.account_a), to_program(request.account_b), to_program(pool.fee_account),
       to_program(pool.mint_a), to_program(pool.mint_b), to_program(pool.share_program), to_program(request.program_a),
       to_program(request.program_b)},
      {.pool_token_amount = request.shares,
       .minimum_token_a_amount = request.limit_a,
       .minimum_token_b_amount = request.limit_b}));
}

}  // namespace zestron::protocols::swap_pool
