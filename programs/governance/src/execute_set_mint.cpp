#include <zestron/vault_mint.hpp>

#include "registry.hpp"

namespace governance {

Result<> execute_set_mint(Context<ExecuteSetMint>& ctx) {
  const SetMint& action = *GRAPNEL_TRY(executed_action<SetMint>(ctx.proposal));
  GRAPNEL_TRY(require_account(ctx.mint, action.mint));
  GRAPNEL_TRY(require(zestron::is_vault_mint(ctx.mint), GovernanceError::MintRefused));
  MintEntry& entry = begin_entry(ctx.entry, ctx.payer.key());
  entry.mint = action.mint;
  entry.is_quote = action.is_quote;
  entry.price_kind = static_cast<PriceKind>(action.price_kind);  // in range: it was proposed
  entry.decimals = ctx.mint->decimals;
  entry.price_owner = action.price_owner;
  entry.price_feed = action.price_feed;
  entry.age_max_s = action.age_max_s;
  entry.confidence_max_bps = action.confidence_max_bps;
  return ok;
}

}  // namespace governance
