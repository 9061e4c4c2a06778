// What identifies the program: its address and the seed of a pool's authority. Bottom of the interface, which the program,
// the programs that value its shares, and the host share.
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/programs.hpp>

namespace swap_pool {

using namespace grapnel;

inline constexpr Pubkey kProgramId = zestron::kSwapPool;

// A pool's authority is the derived address of the pool's key alone: owner of its vaults, authority of its share mint.
constexpr Pda find_authority(const Pubkey& pool) { return find_program_address(kProgramId, pool); }

// Shares that the first liquidity is worth, whatever it is.
inline constexpr u64 kInitialSupply = 1'000'000'000;

}  // namespace swap_pool
