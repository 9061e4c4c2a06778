// A wallet is tied to one licence at a time; here it is tied to one and leaves it.
#pragma once

#include <agent_factory/instructions.hpp>
#include <grapnel/data_as.hpp>

namespace agent_factory {

// Fails unless nothing is owed under the wallet's licence any more. `account` must be that licence; one that its program
// has closed owes nothing. Without a licence nothing is asked for.
Result<> leave_license(const Wallet& wallet, const Optional<Unchecked>& account);

// Ties the wallet to `license`, which must be for this agent and its beneficiary, and running. Again to the same one: no
// change. The wallet has left another before.
Result<> tie_license(Wallet& wallet, const LicenseAccount& license, const Pubkey& agent_key, const AgentState& agent);

}  // namespace agent_factory
