// The demo's keys. They follow from public text, so that the same input gives the same transaction bytes on every machine;
// for the same reason they must never hold anything of worth, and the command line refuses them on a public cluster.
#pragma once

#include "base/types.hpp"
#include "codec/transaction/keypair.hpp"

#include <array>
#include <string_view>

namespace zestron::node {

enum class DemoRole : std::uint8_t { kOwner, kExecutor, kAgentFactory };
inline constexpr std::array kDemoRoles{DemoRole::kOwner, DemoRole::kExecutor, DemoRole::kAgentFactory};

/// The derivation text of a role, and the name of its file in the data folder's keys/.
std::string_view derivation(DemoRole role);
std::string_view file_name(DemoRole role);

codec::Keypair demo_keypair(DemoRole role);
bool is_demo_key(const Pubkey& key);

}  // namespace zestron::node
