// Wrong PDA program: the address is derived from the right seeds, but for a program of the caller's choice.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct WrongPdaProgramSafe {
  Signer user;
  With<Unchecked, Seeds<"badge", &WrongPdaProgramSafe::user>> badge;
  Mut<Account<Purse>> purse;
};
inline Result<> wrong_pda_program_safe(Context<WrongPdaProgramSafe>& ctx) { return earn(*ctx.purse, 1); }

struct WrongPdaProgramBug {
  Signer user;
  Unchecked badge;   // finds: unchecked-account
  Unchecked issuer;  // finds: unchecked-account
  Mut<Account<Purse>> purse;
};
inline Result<> wrong_pda_program_bug(Context<WrongPdaProgramBug>& ctx) {
  const Pubkey address = derive_program_address(ctx.issuer.key(), 255, "badge", ctx.user.key());  // finds: pda-program
  if (!(ctx.badge.key() == address)) return fail(BugError::NotYours);
  return earn(*ctx.purse, 1);
}

}  // namespace bugs
