#include <zestron/deposit.hpp>

#include "booking.hpp"

namespace marketplace {

// As long as something is left: what is booked is the seller's. While it is open nothing is settled or refunded, and the
// licence rests.
Result<> open_dispute(Context<OpenDispute>& ctx, const OpenDisputeArgs& args) {
  License& license = *ctx.license;
  Receipt& receipt = *ctx.receipt;
  if (equal(args.evidence, kNoHash)) return fail(MarketError::EvidenceMissing);
  if (receipt.dispute == DisputeState::Open) return fail(MarketError::DisputeOpen);
  if (receipt.dispute != DisputeState::None) return fail(MarketError::DisputedBefore);
  const i64 now = Clock::get().unix_timestamp;
  // What nobody has settled yet, though its window is over, is no longer in question.
  GRAPNEL_TRY(book_settled(license, receipt, *ctx.listing, now));
  if (left(receipt) == 0) return fail(MarketError::NothingLeft);

  const u64 bond = GRAPNEL_TRY(
      zestron::deposit({.from = ctx.from, .mint = ctx.mint, .vault = ctx.vault, .authority = ctx.licensee},
                       ctx.market->parameters.dispute_bond, ctx.mint->decimals, {.program = ctx.token_program.key()}));
  if (bond == 0) return fail(MarketError::NothingArrived);
  if (license.status == LicenseStatus::Valid) license.status = LicenseStatus::Disputed;
  receipt.dispute = DisputeState::Open;
  receipt.bond = bond;
  receipt.evidence = args.evidence;
  receipt.resolve_by = now + ctx.market->parameters.resolve_window_s;
  emit(DisputeOpened{ctx.license.key(), args.evidence, bond});
  return ok;
}

}  // namespace marketplace
