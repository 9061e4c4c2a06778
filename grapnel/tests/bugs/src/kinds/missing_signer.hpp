// Missing signer: the account that decides is compared with the stored key, but nobody asks whether it agreed.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct MissingSignerSafe {
  Mut<Account<Purse, HasOne<&Purse::owner>>> purse;
  Signer owner;
};
inline Result<> missing_signer_safe(Context<MissingSignerSafe>& ctx) {
  ctx.purse->coins = 0;
  return ok;
}

struct MissingSignerBug {  // finds: missing-signer
  Mut<Account<Purse, HasOne<&Purse::owner>>> purse;
  Unchecked owner;
};
inline Result<> missing_signer_bug(Context<MissingSignerBug>& ctx) {
  ctx.purse->coins = 0;
  return ok;
}

}  // namespace bugs
