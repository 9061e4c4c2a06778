// Type confusion: the account is the program's own, but holds another type of the same shape.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Guest {
  Pubkey key;
  u64 since;
};
struct Host {
  Pubkey key;
  u64 since;
};

struct TypeConfusionSafe {
  Account<Host, HasOne<&Host::key, "caller">> host;
  Signer caller;
  Mut<Account<Purse>> purse;
};
inline Result<> type_confusion_safe(Context<TypeConfusionSafe>& ctx) { return earn(*ctx.purse, 1); }

struct TypeConfusionBug {
  With<Unchecked, Owner<kProgramId>> host;
  Signer caller;
  Mut<Account<Purse>> purse;
};
inline Result<> type_confusion_bug(Context<TypeConfusionBug>& ctx) {
  const auto* host = reinterpret_cast<const Host*>(ctx.host.bytes() + 8);  // finds: untyped-data
  if (!(host->key == ctx.caller.key())) return fail(BugError::NotYours);
  return earn(*ctx.purse, 1);
}

}  // namespace bugs
