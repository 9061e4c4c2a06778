#include "program.hpp"

namespace bench::nested {

Result<> initialize(Context<Initialize>& ctx) {
  ctx.config->admin = ctx.admin.key();
  return ok;
}

Result<> increment(Context<Increment>& ctx) {
  const Checked<u64> value = Checked{ctx.counter->value} + 1;
  if (!value) return fail(NestedError::Overflow);
  ctx.counter->value = value.value();
  return ok;
}

Result<> reset(Context<Reset>& ctx) {
  ctx.counter->value = 0;
  return ok;
}

}  // namespace bench::nested

GRAPNEL_ENTRYPOINT(bench::nested::NestedProgram)
