// Stale account after CPI: what was copied before a call is tested after it.
#pragma once

#include <bugs.hpp>

namespace bugs {

inline constexpr Lamports kDeposit{900'000'000};

struct StaleAfterCpiSafe {
  Mut<Signer> user;
  Mut<Account<Purse>> purse;
  Program<System> system_program;
};
inline Result<> stale_after_cpi_safe(Context<StaleAfterCpiSafe>& ctx, const Amount& args) {
  GRAPNEL_TRY(system::transfer(ctx.user, ctx.purse, Lamports{args.amount}));
  GRAPNEL_TRY(require(ctx.user.lamports() >= kDeposit, BugError::NotEnough));
  return earn(*ctx.purse, args.amount);
}

struct StaleAfterCpiBug {
  Mut<Signer> user;
  Mut<Account<Purse>> purse;
  Program<System> system_program;
};
inline Result<> stale_after_cpi_bug(Context<StaleAfterCpiBug>& ctx, const Amount& args) {
  const Lamports deposit = ctx.user.lamports();
  GRAPNEL_TRY(system::transfer(ctx.user, ctx.purse, Lamports{args.amount}));
  GRAPNEL_TRY(require(deposit >= kDeposit, BugError::NotEnough));  // finds: stale-after-cpi
  return earn(*ctx.purse, args.amount);
}

}  // namespace bugs
