#include "booking.hpp"
#include "uses.hpp"

namespace marketplace {

// The licensee stops: started days and counted uses stay earned, and are booked when their window is over; the rest is
// theirs at once.
Result<> refund(Context<Refund>& ctx) {
  License& license = *ctx.license;
  Receipt& receipt = *ctx.receipt;
  if (license.status == LicenseStatus::Disputed) return fail(MarketError::DisputeOpen);
  if (license.status != LicenseStatus::Valid) return fail(MarketError::LicenceEnded);
  if (license.kind != LicenseKind::Subscription && license.kind != LicenseKind::PerUse) {
    return fail(MarketError::NotRefundable);
  }
  GRAPNEL_TRY(count_uses(license, ctx.license.key(), ctx.wallet));
  const u64 earned = final_earnings(license, receipt, Clock::get().unix_timestamp);
  // grapnel-lint: allow(unchecked-arithmetic) refunded ≤ paid; earnings were cut to what was paid
  const u64 amount = receipt.paid - receipt.refunded - earned;
  license.status = LicenseStatus::Refunded;
  // grapnel-lint: allow(unchecked-arithmetic) refunded ≤ paid; earnings were cut to what was paid
  receipt.refunded += amount;
  GRAPNEL_TRY(owe(receipt, amount));
  emit(Refunded{ctx.license.key(), amount});
  return ok;
}

}  // namespace marketplace
