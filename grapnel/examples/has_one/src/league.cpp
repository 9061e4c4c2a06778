#include "instructions.hpp"

namespace has_one {

Result<> found(Context<Found>& ctx, const Found::Args& args) {
  ctx.league->founder = ctx.founder.key();
  ctx.league->admin = ctx.founder.key();
  ctx.league->points_max = args.points_max;
  return ok;
}

Result<> propose_admin(Context<ProposeAdmin>& ctx, const ProposeAdmin::Args& args) {
  ctx.by.league->next_admin = args.next_admin;
  return ok;
}

Result<> accept_admin(Context<AcceptAdmin>& ctx) {
  const Pubkey before = ctx.league->admin;
  ctx.league->admin = ctx.next_admin.key();
  ctx.league->next_admin = Pubkey{};
  emit(AdminChanged{ctx.league.key(), before, ctx.next_admin.key()});
  return ok;
}

Result<> dissolve(Context<Dissolve>& ctx) { return require(ctx.league->teams == 0, LeagueError::TeamsAreLeft); }

}  // namespace has_one
