// The instructions: accounts, arguments and handlers, and the module they make up. The host builds instructions from the
// same declarations; a handler is defined in the source file of its name.
#pragma once

#include <agent_factory/active_agents.hpp>
#include <agent_factory/agent_accounts.hpp>
#include <agent_factory/arguments.hpp>
#include <agent_factory/creator_record.hpp>
#include <agent_factory/events.hpp>
#include <agent_factory/execute_instruction.hpp>
#include <agent_factory/wallet_instructions.hpp>
#include <governance/governance_state.hpp>
#include <governance/registry.hpp>

namespace agent_factory {

struct CreateAgent {
  using Args = CreateAgentArgs;
  Mut<Signer> creator;
  Init<AgentState, Payer<&CreateAgent::creator>, Seeds<"agent", &CreateAgent::creator, &CreateAgentArgs::agent_id>>
      agent;
  // Only a passed proposal makes such an entry, at the mint's address.
  Account<governance::MintEntry, Constraint<governance::is_readable_mint_entry, AgentError::LayoutUnknown>,
          FoundAt<governance::kProgramId, "mint", In<&CreateAgentArgs::config, &AgentConfig::quote_mint>>>
      quote_entry;
  Program<System> system_program;
};
Result<> create_agent(Context<CreateAgent>& ctx, const CreateAgentArgs& args);

struct OwnedAgent {
  AgentAccount<HasOne<&AgentState::owner>> agent;
  Signer owner;
};
using PublishAgent = OwnedAgent;
using SetExecutors = OwnedAgent;
using SetAllowList = OwnedAgent;
Result<> publish_agent(Context<PublishAgent>& ctx);
Result<> set_executors(Context<SetExecutors>& ctx, const SetExecutorsArgs& args);
Result<> set_allow_list(Context<SetAllowList>& ctx, const SetAllowListArgs& args);

// The stake and what proves it are for those who have more agents active than are free.
struct ActivateAgent {
  AgentAccount<HasOne<&AgentState::owner>> agent;
  Mut<Signer> owner;
  InitIfNeeded<CreatorRecord, Payer<&ActivateAgent::owner>, Seeds<"creator", &ActivateAgent::owner>> creator_record;
  Optional<Account<governance::Governance, Constraint<governance::is_readable_governance, AgentError::LayoutUnknown>>>
      governance;
  Optional<Account<zest_staking::StakePool, Constraint<zest_staking::is_readable_pool, AgentError::LayoutUnknown>>>
      stake_pool;
  Optional<Account<zest_staking::StakeRecord, Constraint<zest_staking::is_readable_stake, AgentError::LayoutUnknown>>>
      stake;
  Program<System> system_program;
};
Result<> activate_agent(Context<ActivateAgent>& ctx);

struct DeactivateAgent {
  AgentAccount<HasOne<&AgentState::owner>> agent;
  Signer owner;
  // grapnel-lint: allow(unchecked-account) count_stopped() asks what it is
  Mut<Unchecked, FoundAt<kProgramId, "creator", &DeactivateAgent::owner>> creator_record;
};
Result<> deactivate_agent(Context<DeactivateAgent>& ctx);

// The owner, or under the conditions of the lifecycle anyone.
struct StoppableAgent {
  AgentAccount<> agent;
  Signer caller;
  // Not looked at where the agent isn't active, so that nothing can keep it from being retired.
  // grapnel-lint: allow(unchecked-account) count_stopped() asks what it is
  Mut<Unchecked, FoundAt<kProgramId, "creator", &AgentState::owner>> creator_record;
};
using SuspendAgent = StoppableAgent;
using RetireAgent = StoppableAgent;
Result<> suspend_agent(Context<SuspendAgent>& ctx);
Result<> retire_agent(Context<RetireAgent>& ctx);

struct UpgradeAgent {
  AgentAccount<HasOne<&AgentState::upgrade_authority>> agent;
  Signer upgrade_authority;
};
Result<> upgrade_agent(Context<UpgradeAgent>& ctx, const UpgradeAgentArgs& args);

struct ClaimPerformance {
  AgentAccount<> agent;
  Signer executor;
};
Result<> claim_performance(Context<ClaimPerformance>& ctx, const ClaimPerformanceArgs& args);

// Behind these stand one or more writable wallets of the agent.
struct UpdatePerformance {
  AgentAccount<> agent;
};
Result<> update_performance(Context<UpdatePerformance>& ctx);

struct CloseAgent {
  AgentAccount<HasOne<&AgentState::owner>, HasOne<&AgentState::rent_payer>, Close<"rent_payer">> agent;
  Signer owner;
  Mut<Unchecked> rent_payer;
};
Result<> close_agent(Context<CloseAgent>& ctx);

// Once none of the creator's agents is active; the rent comes back. The next activation makes it anew.
struct CloseCreatorRecord {
  Mut<Account<CreatorRecord, Constraint<is_readable_record, AgentError::LayoutUnknown>, HasOne<&CreatorRecord::creator>,
              FoundAt<kProgramId, "creator", Key<"creator">>, Close<"creator">>>
      creator_record;
  Mut<Signer> creator;
};
Result<> close_creator_record(Context<CloseCreatorRecord>& ctx);

struct AgentFactory
    : Module<"agent_factory", kProgramId, Hot<create_agent>, publish_agent, activate_agent, deactivate_agent,
             suspend_agent, retire_agent, upgrade_agent, set_executors, set_allow_list, claim_performance,
             Hot<update_performance>, close_agent, open_wallet, agree, set_allowance, set_wallet_limits, withdraw,
             withdraw_lamports, beneficiary_execute, close_wallet, open_context, commit_context, verify_context,
             close_context, close_creator_record, Hot<execute>> {
  using Errors = AgentError;
  using Events =
      List<AgentCreated, AgentPublished, AgentActivated, AgentDeactivated, AgentSuspended, AgentRetired, AgentUpgraded,
           ExecutorsChanged, AllowListChanged, PerformanceClaimed, PerformanceUpdated, AgentClosed, WalletOpened,
           WalletAgreed, AllowanceChanged, WalletLimitsChanged, Withdrawn, LamportsWithdrawn, WalletClosed,
           BeneficiaryExecuted, ContextOpened, ContextCommitted, ContextClosed, CreatorRecordClosed, AgentExecuted>;
};

}  // namespace agent_factory
