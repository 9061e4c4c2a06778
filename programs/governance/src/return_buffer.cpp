#include "buffer.hpp"

namespace governance {

// Only what was given for this proposal: else anyone could propose with another's buffer, fail, and have it.
Result<> return_buffer(Context<ReturnBuffer>& ctx) {
  Proposal& proposal = *ctx.proposal;
  GRAPNEL_TRY(require_named_buffer(ctx.buffer, proposal));
  GRAPNEL_TRY(require(is_over(proposal, Clock::get().unix_timestamp), GovernanceError::ProposalNotOver));
  GRAPNEL_TRY(require(proposal.has_buffer == 1, GovernanceError::BufferNotGiven));
  proposal.has_buffer = 0;
  emit(BufferMoved{ctx.proposal.key(), ctx.buffer.key(), ctx.proposer.key()});
  const PdaSigner signer{"authority", kAuthorityBump};
  return loader::set_authority(ctx.buffer, ctx.authority, ctx.proposer, signer);
}

}  // namespace governance
