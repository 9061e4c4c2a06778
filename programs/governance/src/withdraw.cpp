#include <governance/instructions.hpp>

namespace governance {

// Only while the vote is open: what was decided is no longer the proposer's.
Result<> withdraw(Context<Withdraw>& ctx) {
  Proposal& proposal = *ctx.proposal;
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(require(proposal.status == ProposalStatus::Voting, GovernanceError::NotVoting));
  GRAPNEL_TRY(require(now < proposal.voting_ends_at, GovernanceError::VotingEnded));
  proposal.status = ProposalStatus::Withdrawn;
  proposal.decided_at = now;
  emit(ProposalWithdrawn{ctx.proposal.key()});
  return ok;
}

}  // namespace governance
