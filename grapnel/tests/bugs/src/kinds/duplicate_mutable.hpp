// Duplicate mutable: one account stands for both sides, and the second write undoes the first.
#pragma once

#include <bugs.hpp>

namespace bugs {

[[nodiscard]] inline Result<> hand_over(Purse& from, Purse& to, u64 amount) {
  const Checked<u64> rest = Checked{from.coins} - amount;
  const Checked<u64> sum = Checked{to.coins} + amount;
  if (!rest || !sum) return fail(BugError::NotEnough);
  from.coins = rest.value();
  to.coins = sum.value();
  return ok;
}

struct DuplicateMutableSafe {
  Mut<Account<Purse, HasOne<&Purse::owner>>> from;
  Mut<Account<Purse>> to;
  Signer owner;
};
inline Result<> duplicate_mutable_safe(Context<DuplicateMutableSafe>& ctx, const Amount& args) {
  return hand_over(*ctx.from, *ctx.to, args.amount);
}

struct DuplicateMutableBug {
  Mut<Account<Purse, HasOne<&Purse::owner>>, Duplicate> from;
  Mut<Account<Purse>, Duplicate> to;
  Signer owner;
};
inline Result<> duplicate_mutable_bug(Context<DuplicateMutableBug>& ctx, const Amount& args) {
  return hand_over(*ctx.from, *ctx.to, args.amount);
}

}  // namespace bugs
