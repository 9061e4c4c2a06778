// Unvalidated remaining account: what stands behind the named accounts is anybody's.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Ballot {
  u64 votes;
};

struct UnvalidatedRemainingAccountSafe {
  Signer teller;
  Mut<Account<Purse>> purse;
};
inline Result<> unvalidated_remaining_account_safe(Context<UnvalidatedRemainingAccountSafe>& ctx) {
  for (const AccountView account : ctx.remaining()) {
    const Ballot* ballot = data_as<Ballot>(account, ctx.program_id());
    if (ballot == nullptr) return fail(BugError::NotOurs);
    GRAPNEL_TRY(earn(*ctx.purse, ballot->votes));
  }
  return ok;
}

struct UnvalidatedRemainingAccountBug {
  Signer teller;
  Mut<Account<Purse>> purse;
};
inline Result<> unvalidated_remaining_account_bug(Context<UnvalidatedRemainingAccountBug>& ctx) {
  for (const AccountView account : ctx.remaining()) {                           // finds: remaining-unchecked
    const auto* ballot = reinterpret_cast<const Ballot*>(account.bytes() + 8);  // finds: untyped-data
    GRAPNEL_TRY(earn(*ctx.purse, ballot->votes));
  }
  return ok;
}

}  // namespace bugs
