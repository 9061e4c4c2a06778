// PDA with any bump: seeds have one canonical address and about 127 others, so that what should exist once exists often.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Receipt {
  u64 coins;
};

struct AnyBumpSafe {
  Mut<Signer> user;
  Init<Receipt, Payer<&AnyBumpSafe::user>, Seeds<"receipt", &AnyBumpSafe::user>> receipt;
  Mut<Account<Purse>> purse;
  Program<System> system_program;
};
inline Result<> any_bump_safe(Context<AnyBumpSafe>& ctx) { return earn(*ctx.purse, 1); }

struct AnyBumpBug {
  struct Args {
    u8 bump;
  };
  Mut<Signer> user;
  Mut<Unchecked> receipt;  // finds: unchecked-account
  Mut<Account<Purse>> purse;
  Program<System> system_program;
};
inline Result<> any_bump_bug(Context<AnyBumpBug>& ctx, const AnyBumpBug::Args& args) {
  const PdaSigner receipt{"receipt", ctx.user.key(), args.bump};  // finds: bump-from-caller
  GRAPNEL_TRY(system::create_account(ctx.user, ctx.receipt, 16, ctx.program_id(), receipt));
  return earn(*ctx.purse, 1);
}

}  // namespace bugs
