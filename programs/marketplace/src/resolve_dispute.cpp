#include "booking.hpp"

namespace marketplace {

// Unfounded: the licence goes on, and the bond is the seller's, who waited for their money. Upheld: the licence ends, the
// bond goes back, and what is left is shared as decided.
Result<> resolve_dispute(Context<ResolveDispute>& ctx, const ResolveDisputeArgs& args) {
  License& license = *ctx.license;
  Receipt& receipt = *ctx.receipt;
  Listing& listing = *ctx.listing;
  if (!(ctx.resolver.key() == ctx.market->parameters.resolver)) return fail(MarketError::NotResolver);
  if (receipt.dispute != DisputeState::Open) return fail(MarketError::NoDispute);
  if (Clock::get().unix_timestamp >= receipt.resolve_by) return fail(MarketError::ResolverTooLate);
  constexpr u64 kAll = 10'000;
  if (args.refund_bps > kAll) return fail(MarketError::ShareInvalid);

  const u64 bond = receipt.bond;
  receipt.bond = 0;
  u64 refunded = 0;
  if (args.refund_bps == 0) {
    receipt.dispute = DisputeState::Unfounded;
    if (license.status == LicenseStatus::Disputed) license.status = LicenseStatus::Valid;
    listing.owed_developer =
        GRAPNEL_TRY((Checked<u64>{listing.owed_developer} + bond).or_fail(MarketError::AmountOverflow));
  } else {
    receipt.dispute = DisputeState::Upheld;
    license.status = LicenseStatus::Refunded;
    // grapnel-lint: allow(unchecked-arithmetic) refund_bps ≤ kAll
    const u64 kept = earned_part(left(receipt), kAll - args.refund_bps, kAll);
    // grapnel-lint: allow(unchecked-arithmetic) a part of what is left
    refunded = left(receipt) - kept;
    // grapnel-lint: allow(unchecked-arithmetic) a part of what is left
    receipt.refunded += refunded;
    GRAPNEL_TRY(owe(receipt, refunded));
    GRAPNEL_TRY(owe(receipt, bond));
    GRAPNEL_TRY(book(receipt, listing, left(receipt)));
  }
  emit(DisputeEnded{ctx.license.key(), static_cast<u64>(receipt.dispute), refunded});
  return ok;
}

}  // namespace marketplace
