#include <agent_factory/instructions.hpp>

#include "agent_life.hpp"
#include "fold_wallet.hpp"
#include "license_tie.hpp"
#include "purse.hpp"

namespace agent_factory {

// Tokens may still lie in accounts of the wallet: withdraw needs no living one. A purse that isn't one any more stays
// where it is, so that it keeps nobody from closing.
Result<> close_wallet(Context<CloseWallet>& ctx) {
  Wallet& wallet = *ctx.wallet;
  GRAPNEL_TRY(leave_license(wallet, ctx.license));
  const AgentState* agent = GRAPNEL_TRY(living_agent(ctx.agent, wallet.agent_created_slot));
  if (agent != nullptr) {
    auto* written = reinterpret_cast<AgentState*>(ctx.agent.bytes() + 8);
    if (GRAPNEL_TRY(fold_wallet(written->performance_metrics, wallet)))
      emit(PerformanceUpdated{ctx.agent.key(), written->performance_metrics});
  }

  const Lamports in_purse = is_unowned(ctx.purse) ? ctx.purse.lamports() : Lamports{0};
  if (in_purse != Lamports{0}) {
    const u8 bump = ctx.purse.bump();
    const PdaSigner signer{kPurseSeed, ctx.wallet.key(), bump};
    GRAPNEL_TRY(system::transfer(ctx.purse, ctx.rent_payer, in_purse, signer));
  }
  // The sum of two balances fits: all lamports together do.
  emit(WalletClosed{ctx.wallet.key(), wallet.beneficiary, wallet.uses,
                    Lamports{ctx.wallet.lamports().value() + in_purse.value()}});
  return ok;
}

}  // namespace agent_factory
