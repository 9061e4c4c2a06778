// What license_agent and license_by_stake share: whether this agent is sold on these terms, and the licence itself.
#pragma once

#include "seller.hpp"

namespace marketplace {

// The expected terms are those that the buyer has read: an agent that changed in between is not what they buy.
inline Result<> check_sale(const AgentState& agent, const Listing& listing, const Hash256& expected_terms) {
  if (!agent_factory::is_readable_agent(agent)) return fail(MarketError::LayoutUnknown);
  if (listing.is_listed == 0) return fail(MarketError::NotListed);
  if (agent.created_slot != listing.agent_created_slot) return fail(MarketError::AgentReplaced);
  if (!is_for_sale(agent)) return fail(MarketError::AgentNotForSale);
  if (!equal(agent.terms, expected_terms)) return fail(MarketError::TermsChanged);
  return ok;
}

struct Sale {
  agent_factory::LicenseKind kind;
  u8 bump;
  const Pubkey& agent;
  const Pubkey& licensee;
  i64 now;
};

inline Result<> begin_license(License& license, const AgentState& agent, Listing& listing, const Sale& sale) {
  license.version = agent_factory::kLayoutVersion;
  license.bump = sale.bump;
  license.kind = sale.kind;
  license.agent = sale.agent;
  license.licensee = sale.licensee;
  license.rent_payer = sale.licensee;
  license.terms = agent.terms;
  license.agent_created_slot = agent.created_slot;
  license.started_at = sale.now;
  listing.licence_count = GRAPNEL_TRY((Checked<u64>{listing.licence_count} + 1).or_fail(MarketError::AmountOverflow));
  return ok;
}

}  // namespace marketplace
