#include "seller.hpp"

namespace marketplace {

Result<> list_agent(Context<ListAgent>& ctx, const ListAgentArgs& args) {
  const AgentState& agent = *ctx.agent;
  if (!agent_factory::is_readable_agent(agent)) return fail(MarketError::LayoutUnknown);
  if (!(agent.owner == ctx.seller.key())) return fail(MarketError::NotSeller);
  if (!is_for_sale(agent)) return fail(MarketError::AgentNotForSale);

  Listing& listing = *ctx.listing;
  GRAPNEL_TRY(store_offer(listing, args.prices, args.payee));
  listing.version = kLayoutVersion;
  listing.bump = ctx.listing.bump();
  listing.is_listed = 1;
  listing.agent = ctx.agent.key();
  listing.seller = agent.owner;
  listing.rent_payer = ctx.seller.key();
  listing.agent_created_slot = agent.created_slot;
  emit(AgentListed{ctx.listing.key(), listing.agent, listing.payee, listing.prices});
  return ok;
}

}  // namespace marketplace
