// The league, natively and on the real runtime: who may do what, and every check that says so.
#include "baseline.hpp"
#include "instructions.hpp"

namespace has_one {
namespace {

using grapnel::examples::costs;
using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;

constexpr Pubkey kAdmin = key(1);
constexpr Pubkey kCaptain = key(2);
constexpr Pubkey kOther = key(3);
constexpr Pubkey kNobody = kProgramId;  // an optional account that is left out
constexpr u64 kPointsMax = 10;
const Pubkey kLeague = find_program_address(kProgramId, "league", kAdmin).address;

Pubkey team(u32 number) { return find_program_address(kProgramId, "team", kLeague, number).address; }

class LeagueTest : public grapnel::testing::ProgramTest<LeagueProgram> {
 protected:
  LeagueTest() {
    for (const Pubkey& person : {kAdmin, kCaptain, kOther}) chain.fund(person, Lamports{1'000'000'000});
  }
  Outcome found_league() { return run<found>({kAdmin, kLeague, System::kId}, {.points_max = kPointsMax}); }
  Outcome add(u32 number, const Pubkey& admin = kAdmin) {
    return run<add_team>({kLeague, admin, team(number), System::kId}, {.captain = kCaptain});
  }
  void league_with_a_team() {
    ASSERT_TRUE(succeeds(found_league()));
    ASSERT_TRUE(succeeds(add(0)));
  }
  Outcome record(u64 points, const Pubkey& captain = kCaptain, const Pubkey& referee = kNobody) {
    return run<record_points>({kLeague, team(0), captain, referee}, {.points = points});
  }
  League league() { return chain.state<League>(kLeague).value(); }
  Team team_0() { return chain.state<Team>(team(0)).value(); }
};
INSTANTIATE_TEST_SUITE_P(, LeagueTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(LeagueTest, its_founder_is_its_admin) {
  ASSERT_TRUE(costs("found", found_league()));
  EXPECT_TRUE(grapnel::examples::has_size(LeagueProgram::kName));
  EXPECT_EQ(league().founder, kAdmin);
  EXPECT_EQ(league().admin, kAdmin);
  EXPECT_EQ(league().points_max, kPointsMax);
  const Outcome again = found_league();
  EXPECT_TRUE(again.has_log("already in use")) << again.report();
  EXPECT_TRUE(fails(run<found>({kOther, kLeague, System::kId}), ErrorCode::ConstraintSeeds));
}

TEST_P(LeagueTest, a_new_admin_accepts) {
  ASSERT_TRUE(succeeds(found_league()));
  EXPECT_TRUE(fails(run<propose_admin>({kLeague, kOther}, {.next_admin = kOther}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run<accept_admin>({kLeague, kOther}), ErrorCode::ConstraintHasOne)) << "nobody was proposed";
  ASSERT_TRUE(costs("propose_admin", run<propose_admin>({kLeague, kAdmin}, {.next_admin = kOther})));
  EXPECT_EQ(league().admin, kAdmin) << "until the other accepts";
  EXPECT_TRUE(fails(run<accept_admin>({kLeague, kCaptain}), ErrorCode::ConstraintHasOne));
  const Outcome outcome = run<accept_admin>({kLeague, kOther});
  ASSERT_TRUE(costs("accept_admin", outcome));
  EXPECT_EQ(league().admin, kOther);
  EXPECT_EQ(league().next_admin, Pubkey{});
  ASSERT_TRUE(outcome.event<AdminChanged>());
  EXPECT_EQ(outcome.event<AdminChanged>()->from, kAdmin);
  EXPECT_EQ(outcome.event<AdminChanged>()->to, kOther);
  EXPECT_TRUE(fails(run<propose_admin>({kLeague, kAdmin}, {.next_admin = kAdmin}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run<accept_admin>({kLeague, kOther}), ErrorCode::ConstraintHasOne)) << "once";
}

TEST_P(LeagueTest, a_proposal_is_taken_back) {
  ASSERT_TRUE(succeeds(found_league()));
  ASSERT_TRUE(succeeds(run<propose_admin>({kLeague, kAdmin}, {.next_admin = kOther})));
  ASSERT_TRUE(succeeds(run<propose_admin>({kLeague, kAdmin}, {.next_admin = {}})));
  EXPECT_TRUE(fails(run<accept_admin>({kLeague, kOther}), ErrorCode::ConstraintHasOne));
}

TEST_P(LeagueTest, the_signature_counts_not_the_key) {
  league_with_a_team();
  auto proposal = make<propose_admin>({kLeague, kAdmin}, {.next_admin = kOther});
  proposal.accounts[1].is_signer = false;
  EXPECT_TRUE(fails(run(proposal), ErrorCode::AccountNotSigner));
  auto handover = make<hand_over>({team(0), kCaptain}, {.captain = kOther});
  handover.accounts[1].is_signer = false;
  EXPECT_TRUE(fails(run(handover), ErrorCode::AccountNotSigner));
}

TEST_P(LeagueTest, teams_are_numbered) {
  ASSERT_TRUE(succeeds(found_league()));
  EXPECT_TRUE(fails(add(1), ErrorCode::ConstraintSeeds)) << "0 comes first";
  EXPECT_TRUE(fails(add(0, kOther), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("add_team", add(0)));
  ASSERT_TRUE(succeeds(add(1)));
  EXPECT_EQ(league().teams, 2u);
  EXPECT_EQ(team_0().league, kLeague);
  EXPECT_EQ(team_0().captain, kCaptain);
  EXPECT_EQ(chain.state<Team>(team(1))->number, 1u);
}

TEST_P(LeagueTest, numbers_do_not_run_over) {
  ASSERT_TRUE(succeeds(found_league()));
  League full = league();
  full.founded = ~u32{0};
  chain.put(kLeague, full, kProgramId);
  EXPECT_TRUE(fails(add(~u32{0}), LeagueError::Overflow));
}

TEST_P(LeagueTest, the_captain_hands_over) {
  league_with_a_team();
  EXPECT_TRUE(fails(run<hand_over>({team(0), kAdmin}, {.captain = kOther}), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("hand_over", run<hand_over>({team(0), kCaptain}, {.captain = kOther})));
  EXPECT_EQ(team_0().captain, kOther);
  EXPECT_TRUE(fails(run<hand_over>({team(0), kCaptain}, {.captain = kCaptain}), ErrorCode::ConstraintHasOne));
}

TEST_P(LeagueTest, the_admin_appoints) {
  league_with_a_team();
  EXPECT_TRUE(
      fails(run<appoint_captain>({kLeague, kCaptain, team(0)}, {.captain = kOther}), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("appoint_captain", run<appoint_captain>({kLeague, kAdmin, team(0)}, {.captain = kOther})));
  EXPECT_EQ(team_0().captain, kOther);
}

TEST_P(LeagueTest, the_admin_of_another_league_is_nobody_here) {
  league_with_a_team();
  const Pubkey elsewhere = find_program_address(kProgramId, "league", kOther).address;
  ASSERT_TRUE(succeeds(run<found>({kOther, elsewhere, System::kId}, {.points_max = kPointsMax})));
  EXPECT_TRUE(
      fails(run<appoint_captain>({elsewhere, kOther, team(0)}, {.captain = kOther}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run<remove_team>({elsewhere, kOther, team(0)}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(
      fails(run<record_points>({elsewhere, team(0), kCaptain, kNobody}, {.points = 1}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run<appoint_captain>({kLeague, kAdmin, elsewhere}, {.captain = kOther}),
                    ErrorCode::AccountDiscriminatorMismatch))
      << "a league is no team";
}

TEST_P(LeagueTest, a_captain_records_points) {
  league_with_a_team();
  const Outcome outcome = record(10);
  ASSERT_TRUE(costs("record_points", outcome));
  EXPECT_EQ(outcome.returned<u64>(), 10u);
  EXPECT_EQ(outcome.event<Scored>()->confirmed_by, Pubkey{});
  EXPECT_EQ(record(1).returned<u64>(), 11u);
  EXPECT_TRUE(fails(record(0), LeagueError::PointsAreZero));
  EXPECT_TRUE(fails(record(1, kOther), ErrorCode::ConstraintHasOne));
}

TEST_P(LeagueTest, many_points_need_the_admin) {
  league_with_a_team();
  EXPECT_TRUE(fails(record(11), LeagueError::NeedsTheAdmin));
  EXPECT_TRUE(fails(record(11, kCaptain, kOther), LeagueError::NeedsTheAdmin)) << "another's signature does not do";
  const Outcome outcome = record(11, kCaptain, kAdmin);
  ASSERT_TRUE(costs("record_points_confirmed", outcome));
  EXPECT_EQ(outcome.event<Scored>()->confirmed_by, kAdmin);
  auto unsigned_one = make<record_points>({kLeague, team(0), kCaptain, kAdmin}, {.points = 11});
  unsigned_one.accounts[3].is_signer = false;
  EXPECT_TRUE(fails(run(unsigned_one), ErrorCode::AccountNotSigner));
  EXPECT_TRUE(fails(record(~u64{0}, kCaptain, kAdmin), LeagueError::Overflow));
  EXPECT_EQ(team_0().points, 11u);
}

TEST_P(LeagueTest, a_removed_team_stays_away) {
  league_with_a_team();
  EXPECT_TRUE(fails(run<remove_team>({kLeague, kCaptain, team(0)}), ErrorCode::ConstraintHasOne));
  const Lamports before = chain.account(kAdmin).lamports;
  ASSERT_TRUE(costs("remove_team", run<remove_team>({kLeague, kAdmin, team(0)})));
  EXPECT_EQ(chain.account(kAdmin).lamports.value(), before.value() + (128 + 8 + sizeof(Team)) * 6'960);
  EXPECT_EQ(league().teams, 0u);
  EXPECT_TRUE(fails(run<remove_team>({kLeague, kAdmin, team(0)}), ErrorCode::AccountNotInitialized));
  EXPECT_TRUE(fails(add(0), ErrorCode::ConstraintSeeds)) << "its number is used up";
  EXPECT_TRUE(succeeds(add(1)));
}

TEST_P(LeagueTest, a_league_without_teams_is_dissolved_once) {
  league_with_a_team();
  EXPECT_TRUE(fails(run<dissolve>({kLeague, kAdmin}), LeagueError::TeamsAreLeft));
  ASSERT_TRUE(succeeds(run<remove_team>({kLeague, kAdmin, team(0)})));
  EXPECT_TRUE(fails(run<dissolve>({kLeague, kOther}), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("dissolve", run<dissolve>({kLeague, kAdmin})));
  EXPECT_EQ(chain.account(kAdmin).lamports, Lamports{1'000'000'000});
  EXPECT_TRUE(fails(run<dissolve>({kLeague, kAdmin}), ErrorCode::AccountNotInitialized));
}

}  // namespace
}  // namespace has_one
