// What identifies the program: its address and the seeds of its accounts. Bottom of the interface, which this program and
// the host share.
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/programs.hpp>

namespace rewards {

using namespace grapnel;

inline constexpr Pubkey kProgramId = zestron::kRewards;

// RewardsConfig is the derived address of this text, and its vault that of kVaultSeed.
inline constexpr Text kConfigSeed = "config";
inline constexpr Text kVaultSeed = "vault";
// Epoch: (this text, index u64). AgentRewards: (kAgentSeed, agent).
inline constexpr Text kEpochSeed = "epoch";
inline constexpr Text kAgentSeed = "agent";

inline constexpr u8 kLayoutVersion = 1;

}  // namespace rewards
