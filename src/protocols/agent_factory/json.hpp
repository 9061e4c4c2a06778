// AgentState and events as JSON, for the command line and the API. Names are the IDL's; keys in base58, hashes in
// hexadecimal; every 64-bit count and amount is a string, since JSON readers lose digits beyond 2^53; times are integers.
#pragma once

#include "protocols/agent_factory/account.hpp"
#include "protocols/agent_factory/events.hpp"

#include <nlohmann/json.hpp>

namespace zestron::protocols::agent_factory {

nlohmann::ordered_json to_json(const Pubkey& address, const AgentState& agent);
/// {"event": name, …fields}
nlohmann::ordered_json to_json(const Event& event);

/// "created", "licensed", "active", "suspended", "retired"
std::string_view to_string(program::Lifecycle lifecycle);

}  // namespace zestron::protocols::agent_factory
