#include <governance/instructions.hpp>

namespace governance {

Result<> close_vote(Context<CloseVote>& ctx) {
  GRAPNEL_TRY(require(Clock::get().unix_timestamp >= ctx.vote->voting_ends_at, GovernanceError::VotingOpen));
  emit(VoteClosed{ctx.vote.key(), ctx.rent_payer.key(), ctx.vote.lamports()});
  return ok;
}

}  // namespace governance
