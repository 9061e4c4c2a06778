// What identifies the program: its address and the seeds of its accounts. Bottom of the interface, which the program and
// the host share, so that a layout or a rule exists once.
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/hash.hpp>
#include <zestron/programs.hpp>

namespace agent_factory {

using namespace grapnel;

inline constexpr Pubkey kProgramId = zestron::kAgentFactory;

// AgentState is the derived address of (this text, creator, agent id as u64 little endian).
inline constexpr Text kAgentSeed = "agent";
// Wallet is the derived address of (this text, agent, beneficiary), its purse that of (kPurseSeed, wallet).
inline constexpr Text kWalletSeed = "wallet";
inline constexpr Text kPurseSeed = "purse";
// ContextRoots is the derived address of (this text, agent).
inline constexpr Text kContextSeed = "context";
// CreatorRecord is the derived address of (this text, creator).
inline constexpr Text kCreatorSeed = "creator";

// Layouts carry this in their first byte. A program refuses accounts of another version until migrate() made them its own.
inline constexpr u8 kLayoutVersion = 1;

using zestron::equal;
using zestron::Hash256;
using zestron::kNoHash;

}  // namespace agent_factory
