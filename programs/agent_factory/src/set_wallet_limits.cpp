#include <agent_factory/instructions.hpp>

namespace agent_factory {

Result<> set_wallet_limits(Context<SetWalletLimits>& ctx, const SetWalletLimitsArgs& args) {
  GRAPNEL_TRY(require(args.max_loss_bps <= kLossBpsMax, AgentError::LimitOutOfRange));
  ctx.wallet->flat_fee = args.flat_fee;
  ctx.wallet->max_loss_bps = args.max_loss_bps;
  emit(WalletLimitsChanged{ctx.wallet.key(), args.flat_fee, args.max_loss_bps, {}});
  return ok;
}

}  // namespace agent_factory
