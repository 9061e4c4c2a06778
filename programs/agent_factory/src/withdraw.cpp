#include <agent_factory/instructions.hpp>

#include "wallet_mints.hpp"

namespace agent_factory {

// Mints whose transfers need further accounts (hooks) leave by beneficiary_execute.
Result<> withdraw(Context<Withdraw>& ctx, const WithdrawArgs& args) {
  const u64 amount = args.amount == kEverything ? ctx.from->amount : args.amount;
  GRAPNEL_TRY(require(amount != 0, AgentError::AmountMissing));
  const u8 bump = ctx.wallet.bump();
  const PdaSigner signer{kWalletSeed, ctx.agent.key(), ctx.beneficiary.key(), bump};
  GRAPNEL_TRY(token::transfer_checked(ctx.from, ctx.mint, ctx.to, ctx.wallet, amount, ctx.mint->decimals,
                                      {.program = ctx.token_program.key(), .signer = signer}));

  // From one account of the wallet to another nothing has left it.
  Wallet* wallet = living_wallet(ctx.wallet);
  if (wallet != nullptr && !(ctx.to->owner == ctx.wallet.key())) {
    if (WalletMint* held = find_mint(*wallet, ctx.mint.key())) leave_at_cost(*held, amount);
  }
  emit(Withdrawn{ctx.wallet.key(), ctx.mint.key(), ctx.to.key(), amount});
  return ok;
}

}  // namespace agent_factory
