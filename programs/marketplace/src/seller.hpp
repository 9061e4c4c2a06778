// What list_agent and update_listing share: the seller's choices, checked and stored.
#pragma once

#include <marketplace/instructions.hpp>

namespace marketplace {

// A payee that is the treasury's owner would make the two shares one, and the split a pretence.
inline Result<> store_offer(Listing& listing, const Prices& prices, const Pubkey& payee) {
  if (payee == Pubkey{}) return fail(MarketError::PayeeMissing);
  if (payee == zestron::kGovernanceAuthority) return fail(MarketError::PayeeIsTreasury);
  if (!is_valid(prices)) return fail(MarketError::PricesInvalid);
  listing.prices = prices;
  listing.payee = payee;
  return ok;
}

// Only what its owner has published can be sold.
inline bool is_for_sale(const AgentState& agent) {
  return agent.lifecycle == agent_factory::Lifecycle::Licensed || agent.lifecycle == agent_factory::Lifecycle::Active;
}

}  // namespace marketplace
