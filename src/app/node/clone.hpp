// Accounts and programs taken over from another cluster, by its RPC, as host writes for the embedded chain. For a node that starts.
#pragma once

#include "chain/slot_source.hpp"
#include "ports/chain.hpp"

#include <expected>
#include <span>
#include <string>
#include <vector>

namespace zestron::node {

/// The accounts at `addresses` as `from` has confirmed them; a program of the upgradeable loader brings its code along, as if deployed
/// in slot 0 (its slot on `from` may be ahead of ours). The error names the address: not there, or nothing that may be written (a sysvar, a built-in program).
std::expected<std::vector<chain::HostWrite>, std::string> clone_accounts(ports::Chain& from,
                                                                         std::span<const Pubkey> addresses);

}  // namespace zestron::node
