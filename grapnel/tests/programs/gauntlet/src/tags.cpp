#include "tags.hpp"

namespace gauntlet {

Result<> announce(Context<Announce>& ctx, const Announce::Args& args) {
  return emit_cpi(ctx, Counted{ctx.who.key(), args.amount});
}

Result<> sell_ticket(Context<SellTicket>& ctx, const SellTicket::Args& args) {
  ctx.ticket->seat = args.seat;
  return ok;
}

Result<> tear_ticket(Context<TearTicket>& ctx) {
  ctx.ticket->used += 1;
  emit(Torn{ctx.ticket->seat, ctx.ticket->used});
  return emit_cpi(ctx, Torn{ctx.ticket->seat, ctx.ticket->used});
}

Result<> burn_ticket(Context<BurnTicket>&) { return ok; }

}  // namespace gauntlet
