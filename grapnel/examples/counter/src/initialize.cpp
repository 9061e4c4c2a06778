#include "instructions.hpp"

namespace counter {

Result<> initialize(Context<Initialize>& ctx) {
  ctx.counter->authority = ctx.authority.key();
  return ok;
}

}  // namespace counter
