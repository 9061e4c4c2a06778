#include <agent_factory/instructions.hpp>
#include <agent_factory/mountain_range.hpp>

namespace agent_factory {

Result<> verify_context(Context<VerifyContext>& ctx, const VerifyContextArgs& args) {
  return require(contains(*ctx.context, args.slot, args.root, args.index, args.path), AgentError::ContextNotProven);
}

}  // namespace agent_factory
