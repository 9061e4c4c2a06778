#include "execution.hpp"

namespace governance {

Result<> execute_remove_pool(Context<ExecuteRemovePool>& ctx) {
  const RemovePool& action = *GRAPNEL_TRY(executed_action<RemovePool>(ctx.proposal));
  return require(ctx.entry->pool == action.pool, GovernanceError::AnotherAccount);
}

}  // namespace governance
