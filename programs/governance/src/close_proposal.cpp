#include <governance/instructions.hpp>

namespace governance {

Result<> close_proposal(Context<CloseProposal>& ctx) {
  GRAPNEL_TRY(require(is_over(*ctx.proposal, Clock::get().unix_timestamp), GovernanceError::ProposalNotOver));
  GRAPNEL_TRY(require(ctx.proposal->has_buffer == 0, GovernanceError::BufferGiven));
  emit(ProposalClosed{ctx.proposal.key(), ctx.rent_payer.key(), ctx.proposal.lamports()});
  return ok;
}

}  // namespace governance
