// Closed account revived: lamports go, data stays; whoever sends the rent back has the account again.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Ticket {
  Pubkey holder;
  u64 coins;
};

struct ClosedAccountRevivedSafe {
  Mut<Account<Ticket, HasOne<&Ticket::holder>>, Close<"holder">> ticket;
  Mut<Account<Purse>> purse;
  Mut<Signer> holder;
};
inline Result<> closed_account_revived_safe(Context<ClosedAccountRevivedSafe>& ctx) {
  return earn(*ctx.purse, ctx.ticket->coins);
}

struct ClosedAccountRevivedBug {
  Mut<Account<Ticket, HasOne<&Ticket::holder>>> ticket;
  Mut<Account<Purse>> purse;
  Mut<Signer> holder;
};
inline Result<> closed_account_revived_bug(Context<ClosedAccountRevivedBug>& ctx) {
  GRAPNEL_TRY(earn(*ctx.purse, ctx.ticket->coins));
  return require(move_lamports(ctx.ticket, ctx.holder, ctx.ticket.lamports()),  // finds: drained-without-close
                 BugError::NotEnough);
}

}  // namespace bugs
