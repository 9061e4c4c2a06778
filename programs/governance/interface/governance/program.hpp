// What identifies the program: its address and the seeds of its accounts. Bottom of the interface, which this program, the
// programs that read the registries, and the host share.
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/hash.hpp>
#include <zestron/programs.hpp>

namespace governance {

using namespace grapnel;
using zestron::equal;
using zestron::Hash256;
using zestron::kNoHash;

inline constexpr Pubkey kProgramId = zestron::kGovernance;

// MintEntry is the derived address of (this text, mint), PoolEntry that of (kPoolSeed, pool).
inline constexpr Text kMintSeed = "mint";
inline constexpr Text kPoolSeed = "pool";

inline constexpr u8 kLayoutVersion = 1;

}  // namespace governance
