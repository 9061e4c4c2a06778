#include <rewards/instructions.hpp>

namespace rewards {

namespace {

// Whether the agent that the rewards are of is still at its address.
bool is_there(AccountView account, u64 created_slot) {
  using Format = AccountFormat<agent_factory::AgentState>;
  if (!Format::holds<Rewards>(account.raw())) return false;
  // grapnel-lint: allow(untyped-data) AccountFormat::holds() was asked above
  const auto& agent = *reinterpret_cast<const agent_factory::AgentState*>(account.bytes() + Format::kOffset);
  return agent.created_slot == created_slot;
}

bool is_unpaid(const AgentRewards& rewards) {
  for (const EpochShare& share : rewards.shares) {
    if (share.owed_developer != 0 || share.owed_treasury != 0) return true;
  }
  return false;
}

}  // namespace

Result<> close_agent_rewards(Context<CloseAgentRewards>& ctx) {
  const AgentRewards& rewards = *ctx.agent_rewards;
  if (is_there(ctx.agent, rewards.agent_created_slot)) return fail(RewardsError::AgentStillThere);
  if (is_unpaid(rewards)) return fail(RewardsError::RewardsUnpaid);
  emit(AgentRewardsClosed{rewards.agent});
  return ok;
}

}  // namespace rewards
