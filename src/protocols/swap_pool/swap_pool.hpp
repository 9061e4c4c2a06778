// A swap of swap_pool as an instruction, and a pool as agents see it (domain::PoolState). No I/O.
#pragma once

#include "codec/transaction/instruction.hpp"
#include "domain/event.hpp"
#include "protocols/swap_pool/pool.hpp"

#include <cstdint>

namespace zestron::protocols::swap_pool {

/// As agents see it, with what its vaults hold.
domain::PoolState state_of(const Pool& pool, std::uint64_t in_vault_a, std::uint64_t in_vault_b);

struct Swap {
  Pubkey trader;               ///< signs; owns `source`
  Pubkey source, destination;  ///< token accounts
  bool a_to_b = true;
  Pubkey program_a, program_b;  ///< token programs of the two mints
  std::uint64_t amount_in = 0, out_min = 0;
};
codec::Instruction swap(const Pool& pool, const Swap& request);

}  // namespace zestron::protocols::swap_pool
