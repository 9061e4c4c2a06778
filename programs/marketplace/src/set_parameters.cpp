#include <marketplace/instructions.hpp>

namespace marketplace {

// New windows hold for new sales only: each receipt keeps the one of its sale.
Result<> set_parameters(Context<SetParameters>& ctx, const SetParametersArgs& args) {
  if (!is_valid(args.parameters)) return fail(MarketError::ParametersInvalid);
  const bool is_treasury = args.parameters.treasury == ctx.treasury.key() && !(ctx.treasury.key() == ctx.market->vault);
  if (!is_treasury) return fail(MarketError::TreasuryInvalid);
  ctx.market->parameters = args.parameters;
  emit(ParametersSet{args.parameters.resolver, args.parameters.treasury});
  return ok;
}

}  // namespace marketplace
