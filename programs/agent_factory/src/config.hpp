// What create_agent and upgrade_agent share: checking and storing a configuration, and rewriting the terms.
#pragma once

#include <agent_factory/agent_factory.hpp>

namespace agent_factory {

// Checks both; the URI's unused room becomes zero. `was_zero`: the account is new, so there is nothing to clear.
Result<> store_config(AgentState& agent, const Hash256& config_hash, const String<kConfigUriMax>& config_uri,
                      bool was_zero);

void write_terms(const Pubkey& key, AgentState& agent);

}  // namespace agent_factory
