#include "caller.hpp"

namespace caller {

Result<> multiply(Context<Multiply>& ctx, const Multiply::Args& args) {
  const u64 step = ctx.counter->count * args.times;
  return counter_client::increment::call({.counter = ctx.counter, .authority = ctx.authority}, {.step = step});
}

}  // namespace caller

GRAPNEL_ENTRYPOINT(caller::CallerProgram)
