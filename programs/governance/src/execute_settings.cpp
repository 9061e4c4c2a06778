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
  governance.parameters = rules;
  return ok;
}

}  // namespace governance
