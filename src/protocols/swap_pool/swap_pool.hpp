// A swap of swap_pool as an instruction, and a pool as agents see it (domain::PoolState). No I/O.
#pragma once

#include "codec/transaction/instruction.hpp"
#include "domain/event.hpp"
#include "protocols/swap_pool/pool.hpp"

#include <cstdint>

namespace zestron::protocols::swap_pool {

/// As agents see it, with what its vaults hold and how many shares there are.
domain::PoolState state_of(const Pool& pool, std::uint64_t in_vault_a, std::uint64_t in_vault_b, std::uint64_t supply);

struct Swap {
  Pubkey trader;               ///< signs; owns `source`
  Pubkey source, destination;  ///< token accounts
  bool a_to_b = true;
  Pubkey program_a, program_b;  ///< token programs of the two mints
  std::uint64_t amount_in = 0, out_min = 0;
};
codec::Instruction swap(const Pool& pool, const Swap& request);

/// Both sides in for shares, or shares back for both sides.
struct Liquidity {
  Pubkey owner;                 ///< signs; owns the three accounts
  Pubkey account_a, account_b;  ///< token accounts of the sides
  Pubkey account_shares;        ///< and of the shares
  Pubkey program_a, program_b;  ///< token programs of the sides' mints
  std::uint64_t shares = 0;     ///< exactly so many come or go
  std::uint64_t limit_a = 0;    ///< of side a: what is paid at most, or what must come
  std::uint64_t limit_b = 0;
};
codec::Instruction add_liquidity(const Pool& pool, const Liquidity& request);
codec::Instruction remove_liquidity(const Pool& pool, const Liquidity& request);

}  // namespace zestron::protocols::swap_pool
