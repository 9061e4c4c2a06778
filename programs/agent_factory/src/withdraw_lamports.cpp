#include <agent_factory/instructions.hpp>

#include "purse.hpp"
#include "wallet_mints.hpp"

namespace agent_factory {

Result<> withdraw_lamports(Context<WithdrawLamports>& ctx, const WithdrawArgs& args) {
  GRAPNEL_TRY(require(is_unowned(ctx.purse), AgentError::PurseChanged));
  const Lamports amount = args.amount == kEverything ? ctx.purse.lamports() : Lamports{args.amount};
  GRAPNEL_TRY(require(amount != Lamports{0}, AgentError::AmountMissing));
  const Checked<u64> rest = ctx.purse.lamports() - amount;
  if (!rest) return fail(AgentError::NotEnoughLamports);
  GRAPNEL_TRY(require(is_rent_kept(Lamports{rest.value()}), AgentError::PurseBelowRent));

  const u8 bump = ctx.purse.bump();
  const PdaSigner signer{kPurseSeed, ctx.wallet.key(), bump};
  GRAPNEL_TRY(system::transfer(ctx.purse, ctx.to, amount, signer));
  if (Wallet* wallet = living_wallet(ctx.wallet)) leave_at_cost(wallet->lamports, amount.value());
  emit(LamportsWithdrawn{ctx.wallet.key(), ctx.to.key(), amount});
  return ok;
}

}  // namespace agent_factory
