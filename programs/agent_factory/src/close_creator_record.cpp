#include <agent_factory/instructions.hpp>

namespace agent_factory {

Result<> close_creator_record(Context<CloseCreatorRecord>& ctx) {
  const CreatorRecord& record = *ctx.creator_record;
  GRAPNEL_TRY(require(record.active_agents == 0, AgentError::AgentsStillActive));
  emit(CreatorRecordClosed{record.creator, ctx.creator_record.lamports()});
  return ok;
}

}  // namespace agent_factory
