#include "execution.hpp"

namespace governance {

Result<> execute_set_upgrade_authority(Context<ExecuteSetUpgradeAuthority>& ctx) {
  const SetUpgradeAuthority& action = *GRAPNEL_TRY(executed_action<SetUpgradeAuthority>(ctx.proposal));
  GRAPNEL_TRY(require_account(ctx.program, action.program));
  // The loader is told of the data alone.
  GRAPNEL_TRY(require(ctx.program->program_data.is(ctx.program_data.key()), GovernanceError::AnotherAccount));
  GRAPNEL_TRY(require_account(ctx.new_authority, action.new_authority));
  const PdaSigner signer{"authority", kAuthorityBump};
  if (action.new_authority == Pubkey{}) return loader::remove_authority(ctx.program_data, ctx.authority, signer);
  return loader::set_authority(ctx.program_data, ctx.authority, ctx.new_authority, signer);
}

}  // namespace governance
