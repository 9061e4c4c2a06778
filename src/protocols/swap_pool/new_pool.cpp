#include "protocols/swap_pool/new_pool.hpp"

#include "protocols/client/programs.hpp"
#include "protocols/system/system.hpp"
#include "protocols/token/token.hpp"

#include <swap_pool/swap_v1.hpp>

namespace zestron::protocols::swap_pool {
namespace {

// Shares are SPL Token's: no extension can reach into them.
Pubkey share_account(const NewPool& pool) { return token::associated_address(pool.maker, pool.shares, token::kToken); }

}  // namespace

std::size_t pool_space() { return ::swap_pool::kSwapV1Space; }
std::uint64_t first_shares() { return ::swap_pool::kInitialSupply; }

Pubkey authority_of(const Pubkey& pool) {
  const auto* program = client::find("swap_pool");
  const auto& seeds = program->instruction("initialize")->account("authority")->seeds;
  return client::derive(program->id, seeds, {{"swap", pool}}, {}).value();
}

Pubkey vault_of(const Pubkey& pool, const NewSide& side) {
  return token::associated_address(authority_of(pool), side.mint, side.token_program);
}

std::vector<codec::Instruction> lay_out(const NewPool& pool, const NewPoolRent& rent) {
  const auto authority = authority_of(pool.pool);
  std::vector<codec::Instruction> out{
      system::create_account(pool.maker, pool.shares, rent.mint, token::kMintSize, token::kToken),
      token::initialize_mint(pool.shares, kShareDecimals, authority, token::kToken),
      token::create_associated(pool.maker, pool.maker, pool.shares, token::kToken)};
  for (const auto* side : {&pool.a, &pool.b}) {
    out.push_back(token::create_associated(pool.maker, authority, side->mint, side->token_program));
    out.push_back(token::transfer(side->from, side->mint, vault_of(pool.pool, *side), pool.maker, side->amount,
                                  side->decimals, side->token_program));
  }
  out.push_back(system::create_account(pool.maker, pool.pool, rent.pool, pool_space(), client::find("swap_pool")->id));
  return out;
}

client::Names initialize_accounts(const NewPool& pool) {
  return {{"swap", pool.pool},
          {"authority", authority_of(pool.pool)},
          {"token_a", vault_of(pool.pool, pool.a)},
          {"token_b", vault_of(pool.pool, pool.b)},
          {"pool_mint", pool.shares},
          {"pool_fee_account", share_account(pool)},
          {"destination", share_account(pool)},
          {"token_program", token::kToken}};
}

std::vector<codec::AccountMeta> initialize_mints(const NewPool& pool) {
  std::vector<codec::AccountMeta> out;
  for (const auto* side : {&pool.a, &pool.b}) {
    if (side->token_program == token::kToken2022) out.push_back({side->mint, false, false});
  }
  return out;
}

}  // namespace zestron::protocols::swap_pool
