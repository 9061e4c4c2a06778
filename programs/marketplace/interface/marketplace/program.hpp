// What identifies the program: its address and the seeds of its accounts. Bottom of the interface, which this program, the
// programs that read listings, and the host share.
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/hash.hpp>
#include <zestron/programs.hpp>

namespace marketplace {

using namespace grapnel;
using zestron::equal;
using zestron::Hash256;
using zestron::kNoHash;

inline constexpr Pubkey kProgramId = zestron::kMarketplace;

// Market is the derived address of this text, and its vault that of kVaultSeed. Both the vault and the pledges of stakes
// answer to the address of kAuthoritySeed.
inline constexpr Text kMarketSeed = "market";
inline constexpr Text kVaultSeed = "vault";
inline constexpr Text kAuthoritySeed = "authority";
// Listing: (this text, agent). Metadata: (kMetadataSeed, listing, version u64).
inline constexpr Text kListingSeed = "listing";
inline constexpr Text kMetadataSeed = "metadata";
// License: (this text, agent, licensee, number u64); its receipt: (kReceiptSeed, license).
inline constexpr Text kLicenseSeed = "license";
inline constexpr Text kReceiptSeed = "receipt";

inline constexpr u8 kLayoutVersion = 1;

}  // namespace marketplace
