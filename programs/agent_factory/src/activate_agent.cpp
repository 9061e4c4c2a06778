#include <agent_factory/instructions.hpp>

#include "transition.hpp"

namespace agent_factory {

namespace {

// Beyond the free ones a stake of theirs, in the pool that governance names, must unlock it. Asked here only: an agent that is
// active stays so when the stake goes.
Result<> require_unlocked(const Context<ActivateAgent>& ctx, u64 active_agents) {
  if (active_agents < kFreeActiveAgents) return ok;
  if (!ctx.governance || !ctx.stake_pool || !ctx.stake) return fail(AgentError::ActiveAgentsLocked);
  const governance::Governance& governance = **ctx.governance;
  const zest_staking::StakeRecord& stake = **ctx.stake;
  const Pubkey& pool = ctx.stake_pool->key();
  if (!(governance.stake_pool == pool) || !(stake.pool == pool)) return fail(AgentError::StakeOfAnotherPool);
  if (!(stake.staker == ctx.owner.key())) return fail(AgentError::StakeOfAnother);
  const u64 most = active_agents_max(**ctx.stake_pool, stake, Clock::get().unix_timestamp);
  return require(active_agents < most, AgentError::ActiveAgentsLocked);
}

}  // namespace

Result<> activate_agent(Context<ActivateAgent>& ctx) {
  AgentState& agent = *ctx.agent;
  // A suspended agent was active before, so it still knows where it came from.
  if (agent.lifecycle != Lifecycle::Suspended) agent.resume_to = agent.lifecycle;
  GRAPNEL_TRY(take_step<Action::Activate, Role::Owner>(agent));
  agent.suspended_by = SuspendedBy::Nobody;

  CreatorRecord& record = *ctx.creator_record;
  if (ctx.creator_record.created()) {
    record.version = kLayoutVersion;
    record.bump = ctx.creator_record.bump();
    record.creator = ctx.owner.key();
  } else if (!is_readable_record(record)) {
    return fail(AgentError::LayoutUnknown);
  }
  GRAPNEL_TRY(require_unlocked(ctx, record.active_agents));
  record.active_agents = GRAPNEL_TRY((Checked<u64>{record.active_agents} + 1).or_fail(AgentError::CounterOverflow));
  emit(AgentActivated{ctx.agent.key(), agent.terms});
  return ok;
}

}  // namespace agent_factory
