// What identifies the program: its address and the seeds of its accounts. Bottom of the interface, which this program, the
// programs that read stakes, and the host share.
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/hash.hpp>
#include <zestron/programs.hpp>

namespace zest_staking {

using namespace grapnel;
using zestron::Hash256;

inline constexpr Pubkey kProgramId = zestron::kZestStaking;

// StakePool is the derived address of (this text, mint); its vault and the rewards' vault are those of (kVaultSeed, pool)
// and (kRewardsSeed, pool).
inline constexpr Text kPoolSeed = "pool";
inline constexpr Text kVaultSeed = "vault";
inline constexpr Text kRewardsSeed = "rewards";
// StakeRecord is the derived address of (this text, pool, staker): one for each.
inline constexpr Text kStakeSeed = "stake";

inline constexpr u8 kLayoutVersion = 1;

}  // namespace zest_staking
