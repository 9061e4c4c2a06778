// Missing owner check: data is believed that another program has written.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Credit {
  Pubkey holder;
  u64 coins;
};

struct MissingOwnerCheckSafe {
  Account<Credit> credit;
  Mut<Account<Purse>> purse;
  Signer owner;
};
inline Result<> missing_owner_check_safe(Context<MissingOwnerCheckSafe>& ctx) {
  return earn(*ctx.purse, ctx.credit->coins);
}

struct MissingOwnerCheckBug {
  Unchecked credit;  // finds: unchecked-account
  Mut<Account<Purse>> purse;
  Signer owner;
};
inline Result<> missing_owner_check_bug(Context<MissingOwnerCheckBug>& ctx) {
  const auto* credit = reinterpret_cast<const Credit*>(ctx.credit.bytes() + 8);  // finds: untyped-data
  return earn(*ctx.purse, credit->coins);
}

}  // namespace bugs
