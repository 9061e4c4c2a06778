#include <rewards/instructions.hpp>

namespace rewards {

Result<> open_agent_rewards(Context<OpenAgentRewards>& ctx) {
  const agent_factory::AgentState& agent = *ctx.agent;
  if (!(agent.owner == ctx.developer.key())) return fail(RewardsError::NotTheDeveloper);
  if (agent.owner == zestron::kGovernanceAuthority) return fail(RewardsError::DeveloperIsTreasury);
  if (agent.lifecycle == agent_factory::Lifecycle::Retired) return fail(RewardsError::AgentRetired);

  AgentRewards& rewards = *ctx.agent_rewards;
  rewards.version = kLayoutVersion;
  rewards.bump = ctx.agent_rewards.bump();
  rewards.agent = ctx.agent.key();
  rewards.developer = agent.owner;
  rewards.rent_payer = ctx.developer.key();
  rewards.agent_created_slot = agent.created_slot;
  rewards.rewarded_net = net_gain(agent.performance_metrics);
  rewards.entered_net = rewards.rewarded_net;
  emit(AgentRewardsOpened{rewards.agent, rewards.developer});
  return ok;
}

}  // namespace rewards
