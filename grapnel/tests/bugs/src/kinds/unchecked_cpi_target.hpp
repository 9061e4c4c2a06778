// Unchecked CPI target: the program that shall take the payment is the caller's own, and takes nothing.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct PaymentData {
  u8 bytes[12];
};
inline PaymentData payment_of(u64 amount) {
  PaymentData data;
  store(data.bytes, u32{2});
  store(data.bytes + 4, amount);
  return data;
}

struct UncheckedCpiTargetSafe {
  Mut<Signer> user;
  Mut<Account<Purse>> purse;
  Program<System> bank;
};
inline Result<> unchecked_cpi_target_safe(Context<UncheckedCpiTargetSafe>& ctx, const Amount& args) {
  const PaymentData data = payment_of(args.amount);
  const Array<CpiAccount, 2> accounts = {{CpiAccount::writable_signer(ctx.user), CpiAccount::writable(ctx.purse)}};
  GRAPNEL_TRY(invoke(ctx.bank.key(), accounts, {data.bytes, sizeof data.bytes}));
  return earn(*ctx.purse, args.amount);
}

struct UncheckedCpiTargetBug {
  Mut<Signer> user;
  Mut<Account<Purse>> purse;
  Unchecked bank;  // finds: unchecked-account
};
inline Result<> unchecked_cpi_target_bug(Context<UncheckedCpiTargetBug>& ctx, const Amount& args) {
  const PaymentData data = payment_of(args.amount);
  const Array<CpiAccount, 2> accounts = {
      {CpiAccount::as_given(ctx.user), CpiAccount::writable(ctx.purse)}};          // finds: signer-passed-on
  GRAPNEL_TRY(invoke(ctx.bank.key(), accounts, {data.bytes, sizeof data.bytes}));  // finds: cpi-target
  return earn(*ctx.purse, args.amount);
}

}  // namespace bugs
