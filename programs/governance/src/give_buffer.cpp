#include "buffer.hpp"

namespace governance {

// That the proposer is the buffer's authority, the loader checks.
Result<> give_buffer(Context<GiveBuffer>& ctx) {
  Proposal& proposal = *ctx.proposal;
  GRAPNEL_TRY(require_named_buffer(ctx.buffer, proposal));
  GRAPNEL_TRY(require(proposal.status == ProposalStatus::Voting, GovernanceError::NotVoting));
  GRAPNEL_TRY(require(proposal.has_buffer == 0, GovernanceError::BufferGiven));
  proposal.has_buffer = 1;
  emit(BufferMoved{ctx.proposal.key(), ctx.buffer.key(), kGovernanceAuthority});
  return loader::set_authority(ctx.buffer, ctx.proposer, ctx.authority);
}

}  // namespace governance
