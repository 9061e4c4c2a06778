// Overflow: a balance below zero is a fortune.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct OverflowSafe {
  Mut<Account<Purse, HasOne<&Purse::owner>>> purse;
  Signer owner;
};
inline Result<> overflow_safe(Context<OverflowSafe>& ctx, const Amount& args) {
  const Checked<u64> rest = Checked{ctx.purse->coins} - args.amount;
  if (!rest) return fail(BugError::NotEnough);
  ctx.purse->coins = rest.value();
  return ok;
}

struct OverflowBug {
  Mut<Account<Purse, HasOne<&Purse::owner>>> purse;
  Signer owner;
};
inline Result<> overflow_bug(Context<OverflowBug>& ctx, const Amount& args) {
  ctx.purse->coins -= args.amount;  // finds: unchecked-arithmetic
  return ok;
}

}  // namespace bugs
