#include "execution.hpp"

namespace governance {

Result<> execute_settings(Context<ExecuteSettings>& ctx) {
  Governance& governance = *ctx.governance;
  if (ctx.proposal->kind == ActionKind::SetGuardian) {
    governance.guardian = GRAPNEL_TRY(executed_action<SetGuardian>(ctx.proposal))->guardian;
    return ok;
  }
  // Asked again: between the proposal and this the program may have been upgraded to narrower bounds.
  const SetParameters& rules = *GRAPNEL_TRY(executed_action<SetParameters>(ctx.proposal));
  GRAPNEL_TRY(require(within_bounds(rules), GovernanceError::ParametersOutOfBounds));
  // Who raises the quorum has just cleared it: one that nobody reaches could never be lowered again.
  const Proposal& proposal = *ctx.proposal;
  GRAPNEL_TRY(require(reaches_quorum(proposal.yes, proposal.abstain, quorum_of(proposal.mint_supply, rules.quorum_bps)),
                      GovernanceError::QuorumNotReached));
  governance.parameters = rules;
  return ok;
}

}  // namespace governance
