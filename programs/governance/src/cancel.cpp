#include <governance/instructions.hpp>

namespace governance {

Result<> cancel(Context<Cancel>& ctx) {
  Proposal& proposal = *ctx.proposal;
  GRAPNEL_TRY(require(proposal.status == ProposalStatus::Voting || proposal.status == ProposalStatus::Queued,
                      GovernanceError::AlreadyDecided));
  GRAPNEL_TRY(require(proposal.kind != ActionKind::SetGuardian, GovernanceError::GuardianCannotStay));
  proposal.status = ProposalStatus::Cancelled;
  proposal.decided_at = Clock::get().unix_timestamp;
  emit(ProposalCancelled{ctx.proposal.key(), ctx.guardian.key()});
  return ok;
}

}  // namespace governance
