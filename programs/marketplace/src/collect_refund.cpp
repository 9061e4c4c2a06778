#include "payment.hpp"

namespace marketplace {

Result<> collect_refund(Context<CollectRefund>& ctx) {
  Receipt& receipt = *ctx.receipt;
  const u64 amount = receipt.owed;
  if (amount == 0) return fail(MarketError::NothingOwed);
  receipt.owed = 0;
  GRAPNEL_TRY(pay({.vault = ctx.vault, .mint = ctx.mint, .to = ctx.to, .authority = ctx.market_authority}, *ctx.market,
                  amount));
  emit(RefundCollected{receipt.license, amount});
  return ok;
}

}  // namespace marketplace
