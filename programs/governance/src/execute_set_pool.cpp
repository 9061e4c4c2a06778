#include "registry.hpp"

namespace governance {

Result<> execute_set_pool(Context<ExecuteSetPool>& ctx) {
  const SetPool& action = *GRAPNEL_TRY(executed_action<SetPool>(ctx.proposal));
  GRAPNEL_TRY(require_account(ctx.pool, action.pool));
  GRAPNEL_TRY(require(ctx.pool.owner() == action.program, GovernanceError::PoolOfAnotherProgram));
  PoolEntry& entry = begin_entry(ctx.entry, ctx.payer.key());
  entry.pool = action.pool;
  entry.program = action.program;
  return ok;
}

}  // namespace governance
