#include "buffer.hpp"
#include "execution.hpp"

namespace governance {

// That `program_data` is the program's, that the sysvars are themselves, and that the code is sound, the loader checks.
Result<> execute_upgrade(Context<ExecuteUpgrade>& ctx) {
  const UpgradeProgram& action = *GRAPNEL_TRY(executed_action<UpgradeProgram>(ctx.proposal));
  GRAPNEL_TRY(require_account(ctx.program, action.program));
  GRAPNEL_TRY(require_voted_buffer(ctx.buffer, action));
  ctx.proposal->has_buffer = 0;  // there is nothing to return
  const PdaSigner signer{"authority", kAuthorityBump};
  return loader::upgrade({.program_data = ctx.program_data,
                          .program = ctx.program,
                          .buffer = ctx.buffer,
                          .spill = ctx.rent_payer,
                          .rent = ctx.rent,
                          .clock = ctx.clock,
                          .authority = ctx.authority},
                         signer);
}

}  // namespace governance
