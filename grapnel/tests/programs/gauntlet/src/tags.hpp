// Events by CPI, and discriminators of other lengths.
#pragma once

#include <gauntlet.hpp>

namespace gauntlet {

struct Announce {
  struct Args {
    u64 amount;
  };
  Signer who;
  EventAuthority event_authority;
  Self program;
};
Result<> announce(Context<Announce>& ctx, const Announce::Args& args);

struct SellTicket {
  struct Args {
    Array<u8, 8> seat;
  };
  Mut<Signer> buyer;
  Init<Ticket, Payer<&SellTicket::buyer>, Seeds<"ticket", &Args::seat>> ticket;
  Program<System> system_program;
};
Result<> sell_ticket(Context<SellTicket>& ctx, const SellTicket::Args& args);

struct EventAccounts {
  EventAuthority event_authority;
  Self program;
};

struct TearTicket {
  Mut<Account<Ticket>> ticket;
  EventAccounts events;
};
Result<> tear_ticket(Context<TearTicket>& ctx);

struct BurnTicket {
  Mut<Account<Ticket>, Close<"to">> ticket;
  Mut<Signer> to;
};
Result<> burn_ticket(Context<BurnTicket>& ctx);

}  // namespace gauntlet
