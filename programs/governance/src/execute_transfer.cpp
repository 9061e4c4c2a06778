#include "execution.hpp"

namespace governance {

// That `from` is governance's and holds so much of the mint, the token program checks.
Result<> execute_transfer(Context<ExecuteTransfer>& ctx) {
  const TransferTokens& action = *GRAPNEL_TRY(executed_action<TransferTokens>(ctx.proposal));
  GRAPNEL_TRY(require_account(ctx.from, action.from));
  GRAPNEL_TRY(require_account(ctx.mint, action.mint));
  GRAPNEL_TRY(require_account(ctx.to, action.to));
  GRAPNEL_TRY(require(ctx.to->owner == action.to_owner, GovernanceError::AnotherAccount));
  const PdaSigner signer{"authority", kAuthorityBump};
  return token::transfer_checked(ctx.from, ctx.mint, ctx.to, ctx.authority, action.amount, ctx.mint->decimals,
                                 {.program = ctx.token_program.key(), .signer = signer});
}

}  // namespace governance
