#include <marketplace/instructions.hpp>

namespace marketplace {

// Not while licences are open: what they earn is booked here.
Result<> close_listing(Context<CloseListing>& ctx) {
  const Listing& listing = *ctx.listing;
  if (listing.is_listed != 0) return fail(MarketError::ListedStill);
  if (listing.licence_count != 0) return fail(MarketError::LicencesOpen);
  if (listing.owed_developer != 0 || listing.owed_treasury != 0) return fail(MarketError::SharesUnpaid);
  emit(ListingClosed{ctx.listing.key()});
  return ok;
}

}  // namespace marketplace
