// Reinitialisation: the instruction that sets the authority runs a second time, for somebody else.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Throne {
  Pubkey authority;
};

struct ReinitialisationSafe {
  Mut<Signer> user;
  Init<Throne, Payer<&ReinitialisationSafe::user>, Seeds<"throne">> throne;
  Program<System> system_program;
};
inline Result<> reinitialisation_safe(Context<ReinitialisationSafe>& ctx) {
  ctx.throne->authority = ctx.user.key();
  return ok;
}

// The same where a second call must be possible.
struct ReinitialisationAsked {
  Mut<Signer> user;
  InitIfNeeded<Throne, Payer<&ReinitialisationAsked::user>, Seeds<"throne">> throne;
  Program<System> system_program;
};
inline Result<> reinitialisation_asked(Context<ReinitialisationAsked>& ctx) {
  const bool fresh = ctx.throne.created();
  if (fresh) ctx.throne->authority = ctx.user.key();
  return ok;
}

struct ReinitialisationBug {
  Mut<Signer> user;
  InitIfNeeded<Throne, Payer<&ReinitialisationBug::user>, Seeds<"throne">> throne;  // finds: init-if-needed-state
  Program<System> system_program;
};
inline Result<> reinitialisation_bug(Context<ReinitialisationBug>& ctx) {
  ctx.throne->authority = ctx.user.key();
  return ok;
}

}  // namespace bugs
