#include "program.hpp"

namespace bench::hello {

Result<> init(Context<Initialize>& ctx) {
  ctx.counter->count = 42;
  return ok;
}

}  // namespace bench::hello

GRAPNEL_ENTRYPOINT(bench::hello::HelloProgram)
