#include <agent_factory/instructions.hpp>

#include "fold_wallet.hpp"
#include "transition.hpp"

namespace agent_factory {

namespace {

Result<bool> fold_account(AgentPerformance& total, AccountView account, const Pubkey& agent, u64 created_slot) {
  if (!(account.owner() == kProgramId) || account.size() < kWalletSpace ||
      load<u64>(account.bytes()) != kAccountDiscriminator<Wallet>) {
    return fail(AgentError::WalletInvalid);
  }
  Wallet& wallet = *reinterpret_cast<Wallet*>(account.raw()->data() + 8);
  if (!is_readable_wallet(wallet)) return fail(AgentError::LayoutUnknown);
  // The slot tells apart agents that had this address one after the other: figures stay with the one that made them.
  if (!(wallet.agent == agent) || wallet.agent_created_slot != created_slot) {
    return fail(AgentError::WalletOfAnotherAgent);
  }
  if (!account.is_writable()) return fail(AgentError::WalletReadOnly);
  return fold_wallet(total, wallet);
}

}  // namespace

// A wallet given twice is folded once, because the watermark has moved. Nothing new is no failure, so that two cranks
// may meet; no wallet at all is one, since then the caller forgot something.
Result<> update_performance(Context<UpdatePerformance>& ctx) {
  AgentState& agent = *ctx.agent;
  GRAPNEL_TRY(take_step<Action::UpdatePerformance, Role::Anyone>(agent));
  if (ctx.remaining().size() == 0) return fail(AgentError::NoWallets);

  bool changed = false;
  for (const AccountView wallet : ctx.remaining()) {
    changed |= GRAPNEL_TRY(fold_account(agent.performance_metrics, wallet, ctx.agent.key(), agent.created_slot));
  }
  if (changed) emit_fields<PerformanceUpdated>(ctx.agent.key(), agent.performance_metrics);
  return ok;
}

}  // namespace agent_factory
