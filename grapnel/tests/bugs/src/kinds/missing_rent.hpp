// Missing rent: an account that holds less than its size asks for is taken as if it would stay. New ones are refused by the
// runtime itself; those of old times are still there.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Pledge {
  Pubkey owner;
  u64 coins;
};

struct MissingRentInit {
  Mut<Signer> owner;
  Init<Pledge, Payer<&MissingRentInit::owner>, Seeds<"pledge", &MissingRentInit::owner>> pledge;
  Program<System> system_program;
};
inline Result<> missing_rent_init(Context<MissingRentInit>& ctx) {
  ctx.pledge->owner = ctx.owner.key();
  return ok;
}

struct MissingRentSafe {
  Account<Pledge, HasOne<&Pledge::owner>, RentExempt> pledge;
  Signer owner;
  Mut<Account<Purse>> purse;
};
inline Result<> missing_rent_safe(Context<MissingRentSafe>& ctx) { return earn(*ctx.purse, ctx.pledge->coins); }

struct MissingRentBug {
  Account<Pledge, HasOne<&Pledge::owner>> pledge;
  Signer owner;
  Mut<Account<Purse>> purse;
};
inline Result<> missing_rent_bug(Context<MissingRentBug>& ctx) { return earn(*ctx.purse, ctx.pledge->coins); }

}  // namespace bugs
