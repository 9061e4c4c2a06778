#include <governance/instructions.hpp>

#include "buffer.hpp"

namespace governance {

namespace {

// Other code of these could decide anything: this program's, and that of the records that vote.
bool makes_rules(const Pubkey& program) { return program == kProgramId || program == zestron::kZestStaking; }

i64 timelock_of(const Proposal& proposal) {
  switch (proposal.kind) {
    case ActionKind::UpgradeProgram:
      return makes_rules(action_of<UpgradeProgram>(proposal).program) ? kRulesTimelockSeconds : kTimelockSeconds;
    case ActionKind::SetUpgradeAuthority:
      return makes_rules(action_of<SetUpgradeAuthority>(proposal).program) ? kRulesTimelockSeconds : kTimelockSeconds;
    default: return kTimelockSeconds;
  }
}

}  // namespace

Result<> queue(Context<Queue>& ctx) {
  Proposal& proposal = *ctx.proposal;
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(require(proposal.status == ProposalStatus::Voting, GovernanceError::NotVoting));
  GRAPNEL_TRY(require(now >= proposal.voting_ends_at, GovernanceError::VotingOpen));
  GRAPNEL_TRY(require(now <= later(proposal.voting_ends_at, kQueueWindowSeconds), GovernanceError::QueueWindowOver));
  GRAPNEL_TRY(
      require(reaches_quorum(proposal.yes, proposal.abstain, proposal.quorum), GovernanceError::QuorumNotReached));
  GRAPNEL_TRY(require(is_accepted(proposal.yes, proposal.no), GovernanceError::NotAccepted));
  if (proposal.kind == ActionKind::UpgradeProgram) {
    GRAPNEL_TRY(require(static_cast<bool>(ctx.buffer), GovernanceError::BufferMissing));
    GRAPNEL_TRY(require_voted_buffer(*ctx.buffer, action_of<UpgradeProgram>(proposal)));
  }

  proposal.status = ProposalStatus::Queued;
  proposal.queued_at = now;
  proposal.executable_at = later(now, timelock_of(proposal));
  emit(ProposalQueued{ctx.proposal.key(), proposal.executable_at});
  return ok;
}

}  // namespace governance
