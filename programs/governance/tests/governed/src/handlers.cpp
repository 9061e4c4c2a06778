#include <governance_target.hpp>

namespace governance_target {

Result<> set_limit(Context<SetLimit>& ctx, const SetLimit::Args& args) {
  ctx.limit->value = args.value;
  return ok;
}
Result<u64> first::version(Context<Version>&) { return u64{1}; }
Result<u64> second::version(Context<Version>&) { return u64{2}; }

}  // namespace governance_target
