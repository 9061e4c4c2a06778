// The words of agent_factory on the host, and the way between its hashes and those of the program's interface.
// Bottom of this folder; layouts and rules themselves come from <agent_factory/agent_factory.hpp>.
#pragma once

#include "base/types.hpp"
#include "protocols/keys.hpp"

#include <agent_factory/agent_factory.hpp>

#include <cstring>

namespace zestron::protocols::agent_factory {

namespace program = ::agent_factory;

/// A creator's number for an agent; with the creator's key it gives the address.
using AgentId = Strong<std::uint64_t, struct AgentIdTag>;
/// An amount in the smallest unit of an agent's quote mint.
using QuoteAmount = Strong<std::uint64_t, struct QuoteAmountTag>;

/// What the program's keypair is made from on the embedded chain: sha256 of this text is its 32-byte secret.
inline constexpr std::string_view kProgramKeyDerivation = "zestron/program/agent_factory";

using protocols::to_host;
using protocols::to_program;

inline program::Hash256 to_program(const Hash& hash) {
  program::Hash256 result;
  std::memcpy(result.items, hash.data(), Hash::kSize);
  return result;
}

inline Hash to_host(const program::Hash256& hash) { return Hash{std::to_array(hash.items)}; }

}  // namespace zestron::protocols::agent_factory
