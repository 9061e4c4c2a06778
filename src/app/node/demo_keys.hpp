// The demo's keys. They follow from public text, so that the same input gives the same transaction bytes on every machine;
// for the same reason they must never hold anything of worth, and the command line refuses them on a public cluster.
#pragma once

#include "base/types.hpp"
#include "codec/transaction/keypair.hpp"

#include <array>
#include <string>
#include <string_view>

namespace zestron::node {

enum class DemoRole : std::uint8_t {
  kOwner,
  kExecutor,
  kDevelopers,  ///< hold their share of ZEST
  kZestMint,
  kRewardsReserve,  ///< token account
  kSlashSink,       ///< token account
  kPool,
  kPoolShares,  ///< mint
  kDearPool,    ///< the same pair, elsewhere priced: what an arbitrage needs
  kDearPoolShares,
  kSolPool,  ///< SOL and dollars
  kSolPoolShares,
};
inline constexpr std::array kDemoRoles{DemoRole::kOwner,          DemoRole::kExecutor,       DemoRole::kDevelopers,
                                       DemoRole::kZestMint,       DemoRole::kRewardsReserve, DemoRole::kSlashSink,
                                       DemoRole::kPool,           DemoRole::kPoolShares,     DemoRole::kDearPool,
                                       DemoRole::kDearPoolShares, DemoRole::kSolPool,        DemoRole::kSolPoolShares};

/// The derivation text of a role, and the name of its file in the data folder's keys/.
std::string_view derivation(DemoRole role);
std::string_view file_name(DemoRole role);

codec::Keypair demo_keypair(DemoRole role);
/// Of a program of the protocol by name, as zestron/programs.hpp derives its address on the embedded chain.
codec::Keypair program_keypair(std::string_view program);
bool is_demo_key(const Pubkey& key);

}  // namespace zestron::node
