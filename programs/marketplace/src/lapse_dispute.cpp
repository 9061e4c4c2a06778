#include "booking.hpp"

namespace marketplace {

Result<> lapse_dispute(Context<LapseDispute>& ctx) {
  License& license = *ctx.license;
  Receipt& receipt = *ctx.receipt;
  if (receipt.dispute != DisputeState::Open) return fail(MarketError::NoDispute);
  if (Clock::get().unix_timestamp < receipt.resolve_by) return fail(MarketError::ResolverStillDue);
  receipt.dispute = DisputeState::Lapsed;
  if (license.status == LicenseStatus::Disputed) license.status = LicenseStatus::Valid;
  const u64 bond = receipt.bond;
  receipt.bond = 0;
  GRAPNEL_TRY(owe(receipt, bond));
  emit(DisputeEnded{ctx.license.key(), static_cast<u64>(receipt.dispute), 0});
  return ok;
}

}  // namespace marketplace
