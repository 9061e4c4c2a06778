#include <rewards/instructions.hpp>
#include <zestron/deposit.hpp>

namespace rewards {

// What is sent to the vault without this is nobody's.
Result<> fund_pot(Context<FundPot>& ctx, const FundPotArgs& args) {
  if (args.amount == 0) return fail(RewardsError::AmountIsZero);
  RewardsConfig& config = *ctx.config;
  const u64 arrived =
      GRAPNEL_TRY(zestron::deposit({.from = ctx.from, .mint = ctx.mint, .vault = ctx.vault, .authority = ctx.funder},
                                   args.amount, config.decimals, {.program = config.token_program}));
  if (arrived == 0) return fail(RewardsError::NothingArrived);
  config.pot = GRAPNEL_TRY((Checked<u64>{config.pot} + arrived).or_fail(RewardsError::AmountOverflow));
  emit(PotFunded{ctx.funder.key(), arrived});
  return ok;
}

}  // namespace rewards
