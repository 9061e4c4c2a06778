#include "execution.hpp"

namespace governance {

Result<> execute_set_pool(Context<ExecuteSetPool>& ctx) {
  const SetPool& action = *GRAPNEL_TRY(executed_action<SetPool>(ctx.proposal));
  GRAPNEL_TRY(require_account(ctx.pool, action.pool));
  GRAPNEL_TRY(require(ctx.pool.owner() == action.program, GovernanceError::PoolOfAnotherProgram));
  PoolEntry& entry = *ctx.entry;
  if (ctx.entry.created()) {
    entry.bump = ctx.entry.bump();
    entry.pool = action.pool;
    entry.rent_payer = ctx.payer.key();
  }
  entry.version = kLayoutVersion;
  entry.program = action.program;
  return ok;
}

}  // namespace governance
