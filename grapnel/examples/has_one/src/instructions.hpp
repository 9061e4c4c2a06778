// The league's instructions and the accounts each of them takes. Who may do what is said once, by two composites.
#pragma once

#include <has_one.hpp>

namespace has_one {

// The league, and its admin's signature.
struct AsAdmin {
  Mut<Account<League, HasOne<&League::admin>>> league;
  Signer admin;
};

// A team, and its captain's signature.
struct AsCaptain {
  Mut<Account<Team, HasOne<&Team::captain>>> team;
  Signer captain;
};

struct Found {
  struct Args {
    u64 points_max;
  };
  Mut<Signer> founder;
  Init<League, Payer<&Found::founder>, Seeds<"league", &Found::founder>> league;
  Program<System> system_program;
};
Result<> found(Context<Found>& ctx, const Found::Args& args);

// A key that nobody holds can't become admin: the next one must accept. Zeros take the proposal back.
struct ProposeAdmin {
  struct Args {
    Pubkey next_admin;
  };
  AsAdmin by;
};
Result<> propose_admin(Context<ProposeAdmin>& ctx, const ProposeAdmin::Args& args);

struct AcceptAdmin {
  Mut<Account<League, HasOne<&League::next_admin>>> league;
  Signer next_admin;
};
Result<> accept_admin(Context<AcceptAdmin>& ctx);

struct AddTeam {
  struct Args {
    Pubkey captain;
  };
  Mut<Account<League, HasOne<&League::admin>>> league;
  Mut<Signer> admin;
  Init<Team, Payer<&AddTeam::admin>, Seeds<"team", &AddTeam::league, &League::founded>> team;
  Program<System> system_program;
};
Result<> add_team(Context<AddTeam>& ctx, const AddTeam::Args& args);

// The captain hands the team over.
struct HandOver {
  struct Args {
    Pubkey captain;
  };
  AsCaptain by;
};
Result<> hand_over(Context<HandOver>& ctx, const HandOver::Args& args);

// The admin of the team's league decides over the captain's head.
struct AppointCaptain {
  using Args = HandOver::Args;
  Account<League, HasOne<&League::admin>> league;
  Signer admin;
  Mut<Account<Team, HasOne<&Team::league>>> team;
};
Result<> appoint_captain(Context<AppointCaptain>& ctx, const HandOver::Args& args);

// From team to captain and to league. Where there are many points the admin signs too, and else nobody stands there.
struct RecordPoints {
  struct Args {
    u64 points;
  };
  Account<League> league;
  Mut<Account<Team, HasOne<&Team::league>, HasOne<&Team::captain>>> team;
  Signer captain;
  Optional<Signer> referee;
};
Result<u64> record_points(Context<RecordPoints>& ctx, const RecordPoints::Args& args);

struct RemoveTeam {
  Mut<Account<League, HasOne<&League::admin>>> league;
  Mut<Signer> admin;
  Mut<Account<Team, HasOne<&Team::league>>, Close<&RemoveTeam::admin>> team;
};
Result<> remove_team(Context<RemoveTeam>& ctx);

struct Dissolve {
  Mut<Account<League, HasOne<&League::admin>>, Close<"admin">> league;
  Mut<Signer> admin;
};
Result<> dissolve(Context<Dissolve>& ctx);

struct LeagueProgram : Module<"has_one", kProgramId, found, propose_admin, accept_admin, add_team, hand_over,
                              appoint_captain, record_points, remove_team, dissolve> {
  using Errors = LeagueError;
  using Events = List<AdminChanged, Scored>;
};

}  // namespace has_one
