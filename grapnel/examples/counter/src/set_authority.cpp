#include "instructions.hpp"

namespace counter {

Result<> set_authority(Context<SetAuthority>& ctx, const SetAuthority::Args& args) {
  ctx.counter->authority = args.new_authority;
  return ok;
}

}  // namespace counter
