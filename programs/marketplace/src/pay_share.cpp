#include "payment.hpp"

namespace marketplace {

namespace {

bool is_payee(const Context<PayShare>& ctx, Party party) {
  if (party == Party::Treasury) return ctx.to.key() == ctx.market->parameters.treasury;
  return ctx.to->owner == ctx.listing->payee && !(ctx.to.key() == ctx.market->parameters.treasury);
}

}  // namespace

Result<> pay_share(Context<PayShare>& ctx, const PayShareArgs& args) {
  Listing& listing = *ctx.listing;
  Market& market = *ctx.market;
  if (!is_payee(ctx, args.party)) return fail(MarketError::PayeeAccountInvalid);
  const bool is_treasury = args.party == Party::Treasury;
  u64& owed = is_treasury ? listing.owed_treasury : listing.owed_developer;
  u64& paid = is_treasury ? listing.paid_treasury : listing.paid_developer;
  const u64 amount = owed;
  if (amount == 0) return fail(MarketError::NothingOwed);
  owed = 0;
  paid = GRAPNEL_TRY((Checked<u64>{paid} + amount).or_fail(MarketError::AmountOverflow));
  const u64 arrived = GRAPNEL_TRY(
      pay({.vault = ctx.vault, .mint = ctx.mint, .to = ctx.to, .authority = ctx.market_authority}, market, amount));
  if (is_treasury) {
    const u64 epoch = epoch_of(Clock::get().unix_timestamp, market.epoch_s);
    const bool fits = listing.treasury_epochs.add(epoch, arrived) && market.treasury_epochs.add(epoch, arrived);
    if (!fits) return fail(MarketError::AmountOverflow);
  }
  emit(SharePaid{ctx.listing.key(), static_cast<u64>(args.party), amount});
  return ok;
}

}  // namespace marketplace
