#include "program.hpp"

namespace bench::position {

Result<> open(Context<Open>& ctx, const Open::Args& args) {
  *ctx.position = {ctx.owner.key(), args.id, args.size};
  return ok;
}

}  // namespace bench::position

GRAPNEL_ENTRYPOINT(bench::position::PositionProgram)
