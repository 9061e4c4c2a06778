// A pool of swap_pool from nothing: its share mint, its vaults with the first tokens in them, its account. All of it fits one
// transaction with `initialize`, and belongs in one: nobody comes between.
#pragma once

#include "codec/transaction/instruction.hpp"
#include "protocols/client/resolve.hpp"

#include <vector>

namespace zestron::protocols::swap_pool {

/// One of the two tokens that the pool will trade.
struct NewSide {
  Pubkey mint, token_program;
  std::uint8_t decimals = 0;
  Pubkey from;  ///< the maker's token account
  std::uint64_t amount = 0;
};

struct NewPool {
  Pubkey maker;         ///< pays, gives the first tokens, holds the first shares
  Pubkey pool, shares;  ///< keys of the pool and of the mint of its shares; both sign
  NewSide a, b;
};

/// What rent-exempt accounts of a pool and of a mint hold.
struct NewPoolRent {
  Lamports pool, mint;
};

std::size_t pool_space();
/// Decimals of the share mint, and the shares that the first liquidity is worth, in its smallest unit.
inline constexpr std::uint8_t kShareDecimals = 9;
std::uint64_t first_shares();

/// Owner of the vaults and authority of the share mint.
Pubkey authority_of(const Pubkey& pool);
/// The vault is the authority's associated account.
Pubkey vault_of(const Pubkey& pool, const NewSide& side);

/// What stands before `initialize`, in order.
std::vector<codec::Instruction> lay_out(const NewPool& pool, const NewPoolRent& rent);
/// The accounts of `initialize` by name; fees go to the maker's shares.
client::Names initialize_accounts(const NewPool& pool);
/// What stands behind them: the mints of Token-2022's vaults.
std::vector<codec::AccountMeta> initialize_mints(const NewPool& pool);

}  // namespace zestron::protocols::swap_pool
