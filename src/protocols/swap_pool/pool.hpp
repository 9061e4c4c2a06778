// A pool of swap_pool as a client sees it: what its record names, what lies in it, and what an instruction would give or cost
// as it stands. The answers are the program's own (programs/swap_pool's quote.hpp), where no mint keeps a transfer fee.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <optional>

namespace zestron::protocols::swap_pool {

struct Pool {
  Pubkey address, authority;
  Pubkey mint_a, mint_b, vault_a, vault_b;
  Pubkey shares, share_program;  ///< the mint of shares and its token program
  Pubkey fee_account;
  std::uint64_t reserve_a = 0, reserve_b = 0;  ///< in the vaults
  std::uint64_t supply = 0;                    ///< of shares
  std::uint32_t fee_bps = 0;                   ///< of what goes in, both trade fees together, rounded up
  Bytes fees;                                  ///< as the record has them
};

Pubkey program_id();

/// Reads the account at `address`, which may be anything, without reserves and supply, which other accounts hold. nullopt: no pool
/// that is initialised.
std::optional<Pool> decode(const Pubkey& address, const Pubkey& owner, ByteView data);

struct Amounts {
  std::uint64_t a = 0, b = 0;
};

// nullopt: the pool can't give or hold that.

/// What `amount` of one side buys of the other.
std::optional<std::uint64_t> quote_swap(const Pool& pool, bool from_a, std::uint64_t amount);
/// What `shares` cost of both sides.
std::optional<Amounts> quote_deposit(const Pool& pool, std::uint64_t shares);
/// What `shares` give of both sides, the fee of it taken.
std::optional<Amounts> quote_withdrawal(const Pool& pool, std::uint64_t shares);
/// Shares for `amount` of one side.
std::optional<std::uint64_t> quote_deposit_of_one(const Pool& pool, bool of_a, std::uint64_t amount);
/// Shares to give back for `amount` of one side, the fee of it in them.
std::optional<std::uint64_t> quote_withdrawal_of_one(const Pool& pool, bool of_a, std::uint64_t amount);

}  // namespace zestron::protocols::swap_pool
