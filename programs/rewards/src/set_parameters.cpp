#include <rewards/instructions.hpp>

namespace rewards {

// An epoch that is open keeps its emission and its end.
Result<> set_parameters(Context<SetParameters>& ctx, const SetParametersArgs& args) {
  if (!is_valid(args.parameters)) return fail(RewardsError::ParametersInvalid);
  const Pubkey& treasury = args.parameters.treasury;
  if (!(treasury == ctx.treasury.key()) || treasury == ctx.config->vault) return fail(RewardsError::TreasuryInvalid);
  ctx.config->parameters = args.parameters;
  emit(ParametersSet{args.parameters});
  return ok;
}

}  // namespace rewards
