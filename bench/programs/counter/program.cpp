#include "program.hpp"

namespace bench::counter {

Result<> initialize(Context<Initialize>& ctx) {
  ctx.counter->authority = ctx.authority.key();
  return ok;
}

Result<> increment(Context<Increment>& ctx) {
  const Checked<u64> count = Checked{ctx.counter->count} + 1;
  if (!count) return fail(CounterError::Overflow);
  ctx.counter->count = count.value();
  return ok;
}

Result<> set_authority(Context<SetAuthority>& ctx, const SetAuthority::Args& args) {
  ctx.counter->authority = args.new_authority;
  return ok;
}

}  // namespace bench::counter

GRAPNEL_ENTRYPOINT(bench::counter::CounterProgram)
