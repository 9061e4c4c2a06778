#include <agent_factory/instructions.hpp>

#include "config.hpp"

namespace agent_factory {

Result<> create_agent(Context<CreateAgent>& ctx, const CreateAgentArgs& args) {
  const AgentConfig& config = args.config;
  if (config.quote_mint == Pubkey{}) return fail(AgentError::QuoteMintMissing);
  const governance::MintEntry& quote = *ctx.quote_entry;
  if (!(quote.mint == config.quote_mint) || quote.is_quote != 1) return fail(AgentError::QuoteMintNotListed);
  if (config.upgrade_authority == Pubkey{}) return fail(AgentError::UpgradeAuthorityMissing);
  const Clock clock = Clock::get();

  // The account is new: what isn't written here is zero.
  AgentState& agent = *ctx.agent;
  agent.version = kLayoutVersion;
  agent.bump = ctx.agent.bump();
  agent.owner = ctx.creator.key();
  agent.upgrade_authority = config.upgrade_authority;
  agent.rent_payer = ctx.creator.key();
  agent.agent_id = args.agent_id;
  agent.created_at = clock.unix_timestamp;
  agent.created_slot = clock.slot;
  agent.thresholds = config.thresholds;
  agent.quote_mint = config.quote_mint;
  GRAPNEL_TRY(store_config(agent, config.config_hash, config.config_uri, true));
  write_terms(ctx.agent.key(), agent);

  emit_fields<AgentCreated>(ctx.agent.key(), ctx.creator.key(), args.agent_id, config.config_hash);
  return ok;
}

}  // namespace agent_factory
