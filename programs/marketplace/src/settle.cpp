#include "booking.hpp"
#include "uses.hpp"

namespace marketplace {

// Nothing new is no failure, so that two cranks may meet.
Result<> settle(Context<Settle>& ctx) {
  License& license = *ctx.license;
  Receipt& receipt = *ctx.receipt;
  if (receipt.dispute == DisputeState::Open) return fail(MarketError::DisputeOpen);
  if (license.status == LicenseStatus::Valid) GRAPNEL_TRY(count_uses(license, ctx.license.key(), ctx.wallet));

  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(book_settled(license, receipt, *ctx.listing, now));
  if (license.kind == LicenseKind::PerUse && now - receipt.window_s >= receipt.waiting_since) {
    receipt.uses_earned = receipt.uses_waiting;
    receipt.uses_waiting = license.uses_paid;
    receipt.waiting_since = now;
  }
  return ok;
}

}  // namespace marketplace
