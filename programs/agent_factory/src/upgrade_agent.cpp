#include <agent_factory/instructions.hpp>

#include "config.hpp"
#include "transition.hpp"

namespace agent_factory {

Result<> upgrade_agent(Context<UpgradeAgent>& ctx, const UpgradeAgentArgs& args) {
  AgentState& agent = *ctx.agent;
  GRAPNEL_TRY(take_step<Action::Upgrade, Role::UpgradeAuthority>(agent));
  GRAPNEL_TRY(store_config(agent, args.config_hash, args.config_uri, false));
  agent.thresholds = args.thresholds;
  write_terms(ctx.agent.key(), agent);
  emit(AgentUpgraded{ctx.agent.key(), agent.config_hash, agent.terms});
  return ok;
}

}  // namespace agent_factory
