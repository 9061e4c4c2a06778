#include <agent_factory/allow_list_rules.hpp>
#include <agent_factory/instructions.hpp>

#include "config.hpp"
#include "transition.hpp"

namespace agent_factory {

namespace {

// The same bytes; whether its roles are some is for objection() to see.
void copy(AllowEntry& to, const u8* from) { sol_memcpy_(&to, from, sizeof to); }

}  // namespace

// Each entry is checked where it will stand, and a refusal undoes the whole instruction.
Result<> set_allow_list(Context<SetAllowList>& ctx, const SetAllowListArgs& args) {
  AgentState& agent = *ctx.agent;
  GRAPNEL_TRY(take_step<Action::SetAllowList, Role::Owner>(agent));
  GRAPNEL_TRY(require(args.keep <= agent.allow_count, AgentError::AllowKeepOutOfRange));
  const u64 count = u64{args.keep} + args.entries.size;
  GRAPNEL_TRY(require(count <= kAllowEntriesMax, AgentError::AllowListTooLong));

  for (u64 i = args.keep; i < count; ++i) {
    AllowEntry& entry = agent.allow_list[i];
    copy(entry, args.entries.data + (i - args.keep) * sizeof entry);
    if (const Objection refused = objection(entry)) return fail(*refused);
  }
  if (agent.allow_count > count) {
    sol_memset_(&agent.allow_list[count], 0, (agent.allow_count - count) * sizeof(AllowEntry));
  }
  agent.allow_count = count;
  write_terms(ctx.agent.key(), agent);
  emit(AllowListChanged{ctx.agent.key(), count, agent.terms});
  return ok;
}

}  // namespace agent_factory
