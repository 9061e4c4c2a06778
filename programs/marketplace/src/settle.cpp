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
  const u64 all = settled_earnings(license, receipt, now);
  if (license.kind == LicenseKind::PerUse && now - receipt.window_s >= receipt.waiting_since) {
    receipt.uses_earned = receipt.uses_waiting;
    receipt.uses_waiting = license.uses_paid;
    receipt.waiting_since = now;
  }
  // After a refund the rest is all that can still be earned.
  // grapnel-lint: allow(unchecked-arithmetic) refunded ≤ paid, and earned > receipt.earned
  const u64 limit = receipt.paid - receipt.refunded;
  const u64 earned = all < limit ? all : limit;
  if (earned <= receipt.earned) return ok;
  // grapnel-lint: allow(unchecked-arithmetic) refunded ≤ paid, and earned > receipt.earned
  const zestron::Split shares = GRAPNEL_TRY(book(receipt, *ctx.listing, earned - receipt.earned));
  emit(Settled{ctx.license.key(), shares.developer, shares.treasury});
  return ok;
}

}  // namespace marketplace
