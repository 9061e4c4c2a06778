// Where the accounts of agent_factory are.
#pragma once

#include "protocols/agent_factory/types.hpp"

namespace zestron::protocols::agent_factory {

struct DerivedAddress {
  Pubkey address;
  std::uint8_t bump = 0;
};

Pubkey program_id();

/// Of the AgentState; the bump is the canonical one. Hashes once per bump from 255 down, about 2 on average.
DerivedAddress agent_address(const Pubkey& creator, AgentId id);
DerivedAddress wallet_address(const Pubkey& agent, const Pubkey& beneficiary);
DerivedAddress purse_address(const Pubkey& wallet);
Pubkey creator_record_address(const Pubkey& creator);

}  // namespace zestron::protocols::agent_factory
