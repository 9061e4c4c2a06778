// Lamports drained without close: until the transaction ends the account stands as it was, and serves again.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Coupon {
  Pubkey holder;
  u64 coins;
};

struct DrainedWithoutCloseSafe {
  Mut<Account<Coupon, HasOne<&Coupon::holder>>, Close<"holder">> coupon;
  Mut<Account<Purse>> purse;
  Mut<Signer> holder;
};
inline Result<> drained_without_close_safe(Context<DrainedWithoutCloseSafe>& ctx) {
  return earn(*ctx.purse, ctx.coupon->coins);
}

struct DrainedWithoutCloseBug {
  Mut<Account<Coupon, HasOne<&Coupon::holder>>> coupon;
  Mut<Account<Purse>> purse;
  Mut<Signer> holder;
};
inline Result<> drained_without_close_bug(Context<DrainedWithoutCloseBug>& ctx) {
  GRAPNEL_TRY(earn(*ctx.purse, ctx.coupon->coins));
  const u64 sum = GRAPNEL_TRY((ctx.holder.lamports() + ctx.coupon.lamports()).or_fail(BugError::NotEnough));
  ctx.holder.set_lamports(Lamports{sum});
  ctx.coupon.set_lamports(Lamports{0});  // finds: drained-without-close
  return ok;
}

}  // namespace bugs
