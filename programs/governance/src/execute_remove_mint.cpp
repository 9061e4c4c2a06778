#include "execution.hpp"

namespace governance {

Result<> execute_remove_mint(Context<ExecuteRemoveMint>& ctx) {
  const RemoveMint& action = *GRAPNEL_TRY(executed_action<RemoveMint>(ctx.proposal));
  return require(ctx.entry->mint == action.mint, GovernanceError::AnotherAccount);
}

}  // namespace governance
