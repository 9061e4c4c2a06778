// Accounts and programs taken over from another cluster, by its RPC, as host writes for the embedded chain. For a node that starts.
#pragma once

#include "chain/slot_source.hpp"
#include "ports/chain.hpp"

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace zestron::node {

/// An account of another chain as this one can use it: code as if deployed in slot 0, a lookup table as if filled then. nullopt: a
/// sysvar or built-in program, which each chain has its own of.
std::optional<chain::HostWrite> as_ours(const Pubkey& key, ports::AccountState account);
/// Where the code of an upgradeable program is; nullopt for any other account.
std::optional<Pubkey> code_address(const chain::HostWrite& account);

/// The accounts at `addresses` as `from` has confirmed them; a program of the upgradeable loader brings its code along, as if deployed
/// in slot 0 (its slot on `from` may be ahead of ours). The error names the address: not there, or nothing that may be written (a sysvar, a built-in program).
std::expected<std::vector<chain::HostWrite>, std::string> clone_accounts(ports::Chain& from,
                                                                         std::span<const Pubkey> addresses);

}  // namespace zestron::node
