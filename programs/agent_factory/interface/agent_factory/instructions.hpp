// The instructions: accounts, arguments and handlers, and the module they make up. The host builds instructions from the
// same declarations; a handler is defined in the source file of its name.
#pragma once

#include <agent_factory/agent_accounts.hpp>
#include <agent_factory/arguments.hpp>
#include <agent_factory/events.hpp>
#include <agent_factory/execute_instruction.hpp>
#include <agent_factory/wallet_instructions.hpp>
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
using ActivateAgent = OwnedAgent;
using DeactivateAgent = OwnedAgent;
using SetExecutors = OwnedAgent;
using SetAllowList = OwnedAgent;
Result<> publish_agent(Context<PublishAgent>& ctx);
Result<> activate_agent(Context<ActivateAgent>& ctx);
Result<> deactivate_agent(Context<DeactivateAgent>& ctx);
Result<> set_executors(Context<SetExecutors>& ctx, const SetExecutorsArgs& args);
Result<> set_allow_list(Context<SetAllowList>& ctx, const SetAllowListArgs& args);

// The owner, or under the conditions of the lifecycle anyone.
struct StoppableAgent {
  AgentAccount<> agent;
  Signer caller;
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

struct AgentFactory : Module<"agent_factory", kProgramId, Hot<create_agent>, publish_agent, activate_agent,
                             deactivate_agent, suspend_agent, retire_agent, upgrade_agent, set_executors,
                             set_allow_list, claim_performance, Hot<update_performance>, close_agent, open_wallet,
                             agree, set_allowance, set_wallet_limits, withdraw, withdraw_lamports, beneficiary_execute,
                             close_wallet, open_context, commit_context, verify_context, close_context, Hot<execute>> {
  using Errors = AgentError;
  using Events =
      List<AgentCreated, AgentPublished, AgentActivated, AgentDeactivated, AgentSuspended, AgentRetired, AgentUpgraded,
           ExecutorsChanged, AllowListChanged, PerformanceClaimed, PerformanceUpdated, AgentClosed, WalletOpened,
           WalletAgreed, AllowanceChanged, WalletLimitsChanged, Withdrawn, LamportsWithdrawn, WalletClosed,
           BeneficiaryExecuted, ContextOpened, ContextCommitted, ContextClosed, AgentExecuted>;
};

}  // namespace agent_factory
