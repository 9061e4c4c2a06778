// The league's instructions, generated from its types, held to what only an admin or a captain may do.
#include <grapnel/testing/life.hpp>

#include "instructions.hpp"

using namespace has_one;

namespace {

std::string authority_changes_hands_by_its_holder(const grapnel::testing::Step& step) {
  for (const auto& [key, account] : step.before) {
    if (!(account.owner == kProgramId)) continue;
    const auto before = step.state_before<League>(key);
    const auto after = step.state_after<League>(key);
    if (before && (!after || !(after->admin == before->admin)) && !step.has_signed(before->admin) &&
        !step.has_signed(before->next_admin))
      return "a league changed its admin without either";
    const auto team = step.state_before<Team>(key);
    const auto team_after = step.state_after<Team>(key);
    if (!team || (team_after && team_after->captain == team->captain)) continue;
    const auto league = step.state_before<League>(team->league);
    if (!step.has_signed(team->captain) && !(league && step.has_signed(league->admin)))
      return "a team changed its captain without captain or admin";
  }
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* data, std::size_t size) {
  return grapnel::testing::fuzz<LeagueProgram>(data, size, {.check = authority_changes_hands_by_its_holder});
}
