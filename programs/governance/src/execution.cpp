#include "execution.hpp"

namespace governance {

Result<> begin_execution(const Pubkey& key, Proposal& proposal, ActionKind kind) {
  const i64 now = Clock::get().unix_timestamp;
  GRAPNEL_TRY(require(proposal.kind == kind, GovernanceError::AnotherAction));
  GRAPNEL_TRY(require(proposal.status == ProposalStatus::Queued, GovernanceError::NotQueued));
  GRAPNEL_TRY(require(now >= proposal.executable_at, GovernanceError::TimelockRunning));
  GRAPNEL_TRY(
      require(now <= later(proposal.executable_at, kExecutionWindowSeconds), GovernanceError::ExecutionWindowOver));
  proposal.status = ProposalStatus::Executed;
  proposal.decided_at = now;
  emit(ProposalExecuted{key, proposal.number, static_cast<u64>(kind)});
  return ok;
}

}  // namespace governance
