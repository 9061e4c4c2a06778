// Signer passed on: a program of somebody's choice gets the user's signature, and can move all that he owns.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Herald {
  static constexpr Pubkey kId{{12, 0, 0, 77}};
};

struct SignerPassedOnSafe {
  Mut<Signer> user;
  Mut<Account<Purse>> purse;
  Program<System> system_program;
  Program<Herald> herald;
};
inline Result<> signer_passed_on_safe(Context<SignerPassedOnSafe>& ctx) {
  const u8 data = 9;
  const Array<CpiAccount, 3> accounts = {{CpiAccount::writable_signer(ctx.user), CpiAccount::writable(ctx.purse),
                                          CpiAccount::readonly(ctx.system_program)}};
  return invoke(ctx.herald.key(), accounts, {&data, 1});
}

struct SignerPassedOnBug {
  Mut<Signer> user;
  Mut<Account<Purse>> purse;
  Program<System> system_program;
  Unchecked herald;  // finds: unchecked-account
};
inline Result<> signer_passed_on_bug(Context<SignerPassedOnBug>& ctx) {
  const u8 data = 9;
  const Array<CpiAccount, 3> accounts = {{CpiAccount::writable_signer(ctx.user),  // finds: signer-passed-on
                                          CpiAccount::writable(ctx.purse), CpiAccount::readonly(ctx.system_program)}};
  return invoke(ctx.herald.key(), accounts, {&data, 1});  // finds: cpi-target
}

}  // namespace bugs
