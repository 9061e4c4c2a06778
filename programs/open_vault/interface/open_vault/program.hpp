// What identifies the program: its address and the seeds of its accounts. Bottom of the interface, which the program, readers of
// accesses, and the host share.
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/hash.hpp>
#include <zestron/programs.hpp>

namespace open_vault {

using namespace grapnel;
using zestron::equal;
using zestron::Hash256;
using zestron::kNoHash;

inline constexpr Pubkey kProgramId = zestron::kOpenVault;

// Vault is the derived address of (this text); Template that of (kTemplateSeed, publisher, number), StakeRoot that of
// (kRootSeed, root), Access that of (kAccessSeed, template, holder).
inline constexpr Text kVaultSeed = "vault";
inline constexpr Text kTemplateSeed = "template";
inline constexpr Text kRootSeed = "root";
inline constexpr Text kAccessSeed = "access";

inline constexpr u8 kLayoutVersion = 1;

}  // namespace open_vault
