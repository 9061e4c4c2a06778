// Reads AgentState and Wallet from an account's bytes, which come from a chain and may be anything.
#pragma once

#include "base/result.hpp"
#include "protocols/agent_factory/types.hpp"

#include <string>

namespace zestron::protocols::agent_factory {

enum class AccountError : std::uint16_t {
  kForeignOwner = 1,   ///< the program does not own the account
  kOtherType = 2,      ///< no AgentState: too short, or another discriminator
  kUnknownLayout = 3,  ///< written by another version of the program
  kInconsistent = 4,   ///< a field has a value that the program never writes
};

using AgentState = program::AgentState;
using Wallet = program::Wallet;

/// A copy, so it outlives `data`. Every enum and count in it is in range, its URI is ASCII.
Outcome<AgentState, AccountError> decode_agent(const Pubkey& owner, ByteView data);

/// Likewise a copy, with a count of mints in range.
Outcome<Wallet, AccountError> decode_wallet(const Pubkey& owner, ByteView data);

/// Its config URI; valid as long as `agent`.
std::string_view config_uri(const AgentState& agent);

/// What the program writes into `terms` for these fields at this address.
Hash terms_of(const Pubkey& address, const AgentState& agent);

}  // namespace zestron::protocols::agent_factory
