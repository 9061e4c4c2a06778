#include "instructions.hpp"

namespace counter {

Result<> increment(Context<Increment>& ctx, const Increment::Args& args) {
  if (args.step == 0) return fail(CounterError::StepIsZero);
  const Checked<u64> count = Checked{ctx.counter->count} + args.step;
  if (!count) return fail(CounterError::Overflow);
  ctx.counter->count = count.value();
  return ok;
}

}  // namespace counter
