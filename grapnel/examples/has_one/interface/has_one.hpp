// A league run by an admin, and the teams below it: accounts, events and errors, what program and clients share.
#pragma once

#include <grapnel/grapnel.hpp>

namespace has_one {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "Fzw4o3tJbN7MHEiEqs3yiMFsQkMoAonNGq2qcpeZg8dE"_pubkey;

// At "league", its founder. The fields that HasOne compares bear the names of accounts.
struct League {
  Pubkey founder;
  Pubkey admin;
  Pubkey next_admin;  // zeros: nobody; nobody can sign as zeros
  u64 points_max;     // what a captain may record alone
  u32 founded;        // teams in all; the next one's number
  u32 teams;          // teams that are there
};

// At "team", the league, its number.
struct Team {
  Pubkey league;
  Pubkey captain;
  u64 points;
  u32 number;
  u32 reserved;
};

struct AdminChanged {
  Pubkey league;
  Pubkey from;
  Pubkey to;
};

struct Scored {
  Pubkey team;
  u64 points;
  Pubkey confirmed_by;  // the admin; zeros: nobody
};

enum class LeagueError : u32 { PointsAreZero = 6000, NeedsTheAdmin, Overflow, TeamsAreLeft };

constexpr Text message(LeagueError error) {
  switch (error) {
    case LeagueError::PointsAreZero: return "There is nothing to record";
    case LeagueError::NeedsTheAdmin: return "So many points need the admin's signature too";
    case LeagueError::Overflow: return "The number would overflow";
    case LeagueError::TeamsAreLeft: return "A league with teams can't be dissolved";
  }
  return {};
}

}  // namespace has_one
