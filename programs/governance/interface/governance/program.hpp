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
using zestron::kGovernanceAuthority;
using zestron::kNoHash;

inline constexpr Pubkey kProgramId = zestron::kGovernance;

// Governance, the singleton, is the derived address of this text; Proposal that of (kProposalSeed, number u64), VoteRecord
// that of (kVoteSeed, proposal, stake record).
inline constexpr Text kGovernanceSeed = "governance";
inline constexpr Text kProposalSeed = "proposal";
inline constexpr Text kVoteSeed = "vote";
// MintEntry is the derived address of (this text, mint), PoolEntry that of (kPoolSeed, pool).
inline constexpr Text kMintSeed = "mint";
inline constexpr Text kPoolSeed = "pool";
// kGovernanceAuthority's, by which `execute_…` signs.
inline constexpr u8 kAuthorityBump = find_program_address(kProgramId, "authority").bump;

inline constexpr u8 kLayoutVersion = 1;

}  // namespace governance
