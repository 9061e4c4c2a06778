#include "seller.hpp"

namespace marketplace {

// Licences that are sold keep their price and term: both are on the receipt. A buyer names the most they pay.
Result<> update_listing(Context<UpdateListing>& ctx, const UpdateListingArgs& args) {
  GRAPNEL_TRY(store_offer(*ctx.listing, args.prices, args.payee));
  ctx.listing->is_listed = 1;
  emit(ListingUpdated{ctx.listing.key(), args.payee, args.prices});
  return ok;
}

}  // namespace marketplace
