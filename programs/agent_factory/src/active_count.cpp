#include "active_count.hpp"

namespace agent_factory {

Result<> count_stopped(const AgentState& agent, AccountView given) {
  if (data_as<CreatorRecord>(given, kProgramId) == nullptr) return fail(AgentError::CreatorRecordMissing);
  // grapnel-lint: allow(untyped-data) data_as() has just said that it is one
  CreatorRecord& record = *reinterpret_cast<CreatorRecord*>(given.raw()->data() + 8);
  if (!is_readable_record(record)) return fail(AgentError::LayoutUnknown);
  if (!(record.creator == agent.owner)) return fail(AgentError::CreatorRecordMissing);
  record.active_agents = GRAPNEL_TRY((Checked<u64>{record.active_agents} - 1).or_fail(AgentError::CounterOverflow));
  return ok;
}

}  // namespace agent_factory
