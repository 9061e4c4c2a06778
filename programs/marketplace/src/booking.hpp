// Booking: money of a receipt becomes the listing's, shared 70/30. The one place where earnings grow.
#pragma once

#include <marketplace/earnings.hpp>
#include <marketplace/instructions.hpp>
#include <zestron/split.hpp>

namespace marketplace {

// Of the receipt's rest; `amount` is at most left(receipt).
inline Result<zestron::Split> book(Receipt& receipt, Listing& listing, u64 amount) {
  const zestron::Split shares = zestron::split(amount);
  const Checked<u64> developer = Checked<u64>{listing.owed_developer} + shares.developer;
  const Checked<u64> treasury = Checked<u64>{listing.owed_treasury} + shares.treasury;
  if (!developer || !treasury || amount > left(receipt)) return fail(MarketError::AmountOverflow);
  // grapnel-lint: allow(unchecked-arithmetic) amount ≤ left(), seen above
  receipt.earned += amount;
  listing.owed_developer = developer.value();
  listing.owed_treasury = treasury.value();
  return shares;
}

// Books what was earned a dispute window ago and wasn't yet. After a refund the rest is all that can still be earned.
inline Result<> book_settled(const License& license, Receipt& receipt, Listing& listing, i64 now) {
  const u64 all = settled_earnings(license, receipt, now);
  // grapnel-lint: allow(unchecked-arithmetic) refunded ≤ paid
  const u64 limit = receipt.paid - receipt.refunded;
  const u64 earned = all < limit ? all : limit;
  if (earned <= receipt.earned) return ok;
  // grapnel-lint: allow(unchecked-arithmetic) earned > receipt.earned
  const zestron::Split shares = GRAPNEL_TRY(book(receipt, listing, earned - receipt.earned));
  emit(Settled{receipt.license, shares.developer, shares.treasury});
  return ok;
}

// The licensee's, until they collect it.
inline Result<> owe(Receipt& receipt, u64 amount) {
  receipt.owed = GRAPNEL_TRY((Checked<u64>{receipt.owed} + amount).or_fail(MarketError::AmountOverflow));
  return ok;
}

}  // namespace marketplace
