#include <zestron/deposit.hpp>

#include "sale.hpp"
#include "uses.hpp"

namespace marketplace {

namespace {

using agent_factory::LicenseKind;

struct Price {
  u64 each;
  i64 term_s;  // of each; Subscription
};

Result<Price> price_of(const Prices& prices, LicenseKind kind) {
  switch (kind) {
    case LicenseKind::Perpetual: return Price{prices.perpetual, 0};
    case LicenseKind::Subscription: return Price{prices.period, prices.period_s};
    case LicenseKind::PerUse: return Price{prices.use, 0};
    case LicenseKind::LockedStake: break;  // license_by_stake
  }
  return fail(MarketError::NotOffered);
}

}  // namespace

Result<> license_agent(Context<LicenseAgent>& ctx, const LicenseAgentArgs& args) {
  Listing& listing = *ctx.listing;
  GRAPNEL_TRY(check_sale(*ctx.agent, listing, args.expected_terms));
  const Price price = GRAPNEL_TRY(price_of(listing.prices, args.kind));
  if (price.each == 0) return fail(MarketError::NotOffered);
  if (args.quantity == 0 || (args.kind == LicenseKind::Perpetual && args.quantity != 1)) {
    return fail(MarketError::QuantityInvalid);
  }
  const u64 total = GRAPNEL_TRY((Checked<u64>{price.each} * args.quantity).or_fail(MarketError::AmountOverflow));
  if (total > args.max_price) return fail(MarketError::PriceAboveMaximum);
  const Checked<u64> seconds = Checked<u64>{static_cast<u64>(price.term_s)} * args.quantity;
  if (!seconds || seconds.value() > static_cast<u64>(kTermMaxSeconds)) return fail(MarketError::QuantityInvalid);
  const auto term_s = static_cast<i64>(seconds.value());

  const u64 paid =
      GRAPNEL_TRY(zestron::deposit({.from = ctx.from, .mint = ctx.mint, .vault = ctx.vault, .authority = ctx.licensee},
                                   total, ctx.mint->decimals, {.program = ctx.token_program.key()}));
  if (paid == 0) return fail(MarketError::NothingArrived);

  const i64 now = Clock::get().unix_timestamp;
  License& license = *ctx.license;
  GRAPNEL_TRY(begin_license(license, *ctx.agent, listing,
                            {.kind = args.kind,
                             .bump = ctx.license.bump(),
                             .agent = ctx.agent.key(),
                             .licensee = ctx.licensee.key(),
                             .now = now}));
  if (args.kind == LicenseKind::Subscription) license.expires_at = now + term_s;
  if (args.kind == LicenseKind::PerUse) {
    license.uses_bought = args.quantity;
    GRAPNEL_TRY(begin_count(license, ctx.license.key(), ctx.wallet));
  }

  Receipt& receipt = *ctx.receipt;
  receipt.version = kLayoutVersion;
  receipt.bump = ctx.receipt.bump();
  receipt.license = ctx.license.key();
  receipt.listing = ctx.listing.key();
  receipt.licensee = ctx.licensee.key();
  receipt.rent_payer = ctx.licensee.key();
  receipt.paid = paid;
  receipt.window_s = ctx.market->parameters.dispute_window_s;
  receipt.term_s = term_s;  // 0 but for a subscription
  receipt.waiting_since = now;
  emit(AgentLicensed{ctx.license.key(), license.agent, license.licensee, static_cast<u64>(args.kind), paid,
                     license.uses_bought, license.expires_at, license.terms});
  return ok;
}

}  // namespace marketplace
