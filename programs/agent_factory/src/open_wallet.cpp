#include <agent_factory/instructions.hpp>

#include "license_tie.hpp"
#include "transition.hpp"

namespace agent_factory {

// It may do nothing yet: no terms are agreed to, and no allowance is above zero.
Result<> open_wallet(Context<OpenWallet>& ctx) {
  const AgentState& agent = *ctx.agent;
  GRAPNEL_TRY(allows<Action::OpenWallet, Role::Beneficiary>(agent));
  const Checked<u64> start = first_nonce(Clock::get().slot);
  if (!start) return fail(AgentError::SlotOutOfRange);

  // The account is new: what isn't written here is zero.
  Wallet& wallet = *ctx.wallet;
  wallet.version = kLayoutVersion;
  wallet.bump = ctx.wallet.bump();
  wallet.purse_bump = ctx.purse.bump();
  wallet.max_loss_bps = kMaxLossBpsDefault;
  wallet.agent = ctx.agent.key();
  wallet.beneficiary = ctx.beneficiary.key();
  wallet.rent_payer = ctx.beneficiary.key();
  wallet.purse = ctx.purse.key();
  wallet.agent_created_slot = agent.created_slot;
  wallet.nonce = start.value();
  wallet.uses = start.value();
  wallet.uses_at_license = start.value();
  wallet.lamports.mint = kNativeMint;
  if (!(wallet.beneficiary == agent.owner)) {
    if (!ctx.license) return fail(AgentError::LicenseMissing);
    GRAPNEL_TRY(tie_license(wallet, *ctx.license, ctx.agent.key(), agent));
  }

  emit(WalletOpened{ctx.wallet.key(), wallet.agent, wallet.beneficiary, wallet.license, wallet.nonce});
  return ok;
}

}  // namespace agent_factory
