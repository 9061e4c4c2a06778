#include "instructions.hpp"

namespace has_one {

// A number is used once: a team that was removed does not come back with another's history.
Result<> add_team(Context<AddTeam>& ctx, const AddTeam::Args& args) {
  const Checked<u32> founded = Checked{ctx.league->founded} + 1u;
  if (!founded) return fail(LeagueError::Overflow);
  ctx.team->league = ctx.league.key();
  ctx.team->captain = args.captain;
  ctx.team->number = ctx.league->founded;
  ctx.league->founded = founded.value();
  ++ctx.league->teams;  // at most `founded`
  return ok;
}

Result<> hand_over(Context<HandOver>& ctx, const HandOver::Args& args) {
  ctx.by.team->captain = args.captain;
  return ok;
}

Result<> appoint_captain(Context<AppointCaptain>& ctx, const HandOver::Args& args) {
  ctx.team->captain = args.captain;
  return ok;
}

Result<u64> record_points(Context<RecordPoints>& ctx, const RecordPoints::Args& args) {
  if (args.points == 0) return fail(LeagueError::PointsAreZero);
  const bool confirmed = ctx.referee && ctx.referee->key() == ctx.league->admin;
  if (args.points > ctx.league->points_max && !confirmed) return fail(LeagueError::NeedsTheAdmin);
  const u64 points = GRAPNEL_TRY((Checked{ctx.team->points} + args.points).or_fail(LeagueError::Overflow));
  ctx.team->points = points;
  emit(Scored{ctx.team.key(), args.points, confirmed ? ctx.league->admin : Pubkey{}});
  return points;
}

Result<> remove_team(Context<RemoveTeam>& ctx) {
  --ctx.league->teams;
  return ok;
}

}  // namespace has_one
