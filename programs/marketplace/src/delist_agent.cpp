#include <marketplace/instructions.hpp>

namespace marketplace {

Result<> delist_agent(Context<DelistAgent>& ctx) {
  if (ctx.listing->is_listed == 0) return fail(MarketError::NotListed);
  ctx.listing->is_listed = 0;
  emit(AgentDelisted{ctx.listing.key()});
  return ok;
}

}  // namespace marketplace
