#include "booking.hpp"

namespace marketplace {

// Once no money is left on the receipt. A perpetual licence, or a subscription that still runs, is given up by this.
Result<> close_license(Context<CloseLicense>& ctx) {
  const Receipt& receipt = *ctx.receipt;
  if (receipt.dispute == DisputeState::Open) return fail(MarketError::DisputeOpen);
  if (left(receipt) != 0 || receipt.owed != 0) return fail(MarketError::MoneyLeft);
  Listing& listing = *ctx.listing;
  listing.licence_count = GRAPNEL_TRY((Checked<u64>{listing.licence_count} - 1).or_fail(MarketError::AmountOverflow));
  emit(LicenseClosed{ctx.license.key()});
  return ok;
}

}  // namespace marketplace
