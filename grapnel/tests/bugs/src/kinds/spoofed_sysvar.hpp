// Spoofed sysvar: the clock is an account, and the account is the caller's.
#pragma once

#include <bugs.hpp>

namespace bugs {

inline constexpr u64 kUnlockSlot = 1'000'000;

struct SpoofedSysvarSafe {
  Mut<Account<Purse, HasOne<&Purse::owner>>> purse;
  Signer owner;
};
inline Result<> spoofed_sysvar_safe(Context<SpoofedSysvarSafe>& ctx) {
  if (Clock::get().slot < kUnlockSlot) return fail(BugError::TooEarly);
  ctx.purse->coins = 0;
  return ok;
}

struct SpoofedSysvarBug {
  Mut<Account<Purse, HasOne<&Purse::owner>>> purse;
  Signer owner;
  Unchecked clock;  // finds: unchecked-account
};
inline Result<> spoofed_sysvar_bug(Context<SpoofedSysvarBug>& ctx) {
  if (load<u64>(ctx.clock.bytes()) < kUnlockSlot) return fail(BugError::TooEarly);
  ctx.purse->coins = 0;
  return ok;
}

}  // namespace bugs
