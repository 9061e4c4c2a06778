// The addresses of the protocol's programs, so that each knows its sisters without including them. Every one is the ed25519
// key of the 32-byte secret sha256("zestron/program/NAME"): on the embedded chain anyone can make it; a public cluster
// gets keys of its own.
#pragma once

#include <grapnel/grapnel.hpp>

namespace zestron {

using grapnel::operator""_pubkey;

inline constexpr grapnel::Pubkey kAgentFactory = "85KPnz6M5wYKJSjP2wnbqhHNUD8svQz7AWxLvKoHyLDB"_pubkey;
inline constexpr grapnel::Pubkey kZestStaking = "ECdwRJ3cmSpihV6wpH3S8yj7TkcgDrbip9BADLihQPhG"_pubkey;
inline constexpr grapnel::Pubkey kMarketplace = "6Txj6AAPm8WjLfpa3ypGnL1BVeGtjauGUqXM9AJkZGGg"_pubkey;
inline constexpr grapnel::Pubkey kRewards = "42cSnQXuQuUVWQaAgDdGny7NEyPVjevKnPM2Vnr7Eyes"_pubkey;
inline constexpr grapnel::Pubkey kOpenVault = "9yhWjvsmeur81cE6vEMPLHbBh33vPz4q7iVwtMPoQixd"_pubkey;
inline constexpr grapnel::Pubkey kGovernance = "J4XQcFoRroNVsLXYQvNfYZNZrs3KFpvBVzoRPFGSNHRg"_pubkey;
inline constexpr grapnel::Pubkey kSwapPool = "Gqa5d7KyPMiR6LeRZQmMrzw3wWYDY3tZ2Cmnjv16EnJ1"_pubkey;

// Governance's signature: the derived address of ("authority") under kGovernance. It is the authority of every singleton of
// the other programs, and of their upgrades.
inline constexpr grapnel::Pubkey kGovernanceAuthority = grapnel::find_program_address(kGovernance, "authority").address;
// The marketplace's: of ("authority") under kMarketplace. It pledges stakes.
inline constexpr grapnel::Pubkey kMarketplaceAuthority =
    grapnel::find_program_address(kMarketplace, "authority").address;

}  // namespace zestron
