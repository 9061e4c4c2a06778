#include <marketplace/earnings.hpp>

#include "booking.hpp"

namespace marketplace {

// Once no money is left on the receipt. A perpetual licence, or a subscription that still runs, is given up by this.
Result<> close_license(Context<CloseLicense>& ctx) {
  const License& license = *ctx.license;
  const Receipt& receipt = *ctx.receipt;
  const bool is_licensee = ctx.closer.key() == license.licensee;
  if (!is_licensee && !is_over(license, Clock::get().unix_timestamp)) return fail(MarketError::LicenceStillRuns);
  if (receipt.dispute == DisputeState::Open) return fail(MarketError::DisputeOpen);
  if (left(receipt) != 0 || receipt.owed != 0) return fail(MarketError::MoneyLeft);
  Listing& listing = *ctx.listing;
  listing.licence_count = GRAPNEL_TRY((Checked<u64>{listing.licence_count} - 1).or_fail(MarketError::AmountOverflow));
  emit(LicenseClosed{ctx.license.key()});
  return ok;
}

}  // namespace marketplace
