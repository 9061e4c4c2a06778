#include "treasury.hpp"

namespace marketplace {

// New windows hold for new sales only: each receipt keeps the one of its sale.
Result<> set_parameters(Context<SetParameters>& ctx, const SetParametersArgs& args) {
  if (!is_valid(args.parameters)) return fail(MarketError::ParametersInvalid);
  GRAPNEL_TRY(check_treasury(args.parameters, ctx.treasury));
  ctx.market->parameters = args.parameters;
  emit(ParametersSet{args.parameters.resolver, args.parameters.treasury});
  return ok;
}

}  // namespace marketplace
