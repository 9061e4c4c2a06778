#include <agent_factory/instructions.hpp>

#include "transition.hpp"

namespace agent_factory {

Result<> open_context(Context<OpenContext>& ctx, const OpenContextArgs& args) {
  GRAPNEL_TRY(allows<Action::OpenContext, Role::Owner>(*ctx.agent));
  GRAPNEL_TRY(require(args.interval_slots != 0, AgentError::IntervalMissing));
  // The account is new: what isn't written here is zero.
  ContextRoots& context = *ctx.context;
  context.version = kLayoutVersion;
  context.bump = ctx.context.bump();
  context.agent = ctx.agent.key();
  context.rent_payer = ctx.owner.key();
  context.agent_created_slot = ctx.agent->created_slot;
  context.interval_slots = args.interval_slots;
  emit(ContextOpened{context.agent, args.interval_slots});
  return ok;
}

}  // namespace agent_factory
