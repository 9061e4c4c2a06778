#include "protocols/agent_factory/instructions.hpp"

#include "protocols/agent_factory/address.hpp"
#include "protocols/instruction.hpp"

#include <grapnel/client/client.hpp>

#include <algorithm>

namespace zestron::protocols::agent_factory {

namespace {

template <auto Handler, std::size_t N>
codec::Instruction build(const Pubkey (&keys)[N], const grapnel::client::ArgsOf<Handler>& args = {}) {
  grapnel::Pubkey accounts[N];
  std::transform(std::begin(keys), std::end(keys), accounts, [](const Pubkey& key) { return to_program(key); });
  return protocols::to_host(grapnel::client::instruction<Handler>(program::kProgramId, accounts, args));
}

std::unexpected<Failure<program::AgentError>> refuse(program::AgentError error) {
  const grapnel::Text text = message(error);
  return fail(error, std::string(text.data, text.size));
}

/// Nothing, or why the program would refuse it.
std::optional<program::AgentError> objection(const AgentConfig& config) {
  if (config.config_hash == Hash{}) return program::AgentError::ConfigHashMissing;
  const bool ascii = std::all_of(config.config_uri.begin(), config.config_uri.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (config.config_uri.empty() || config.config_uri.size() > program::kConfigUriMax || !ascii) {
    return program::AgentError::ConfigUriInvalid;
  }
  return std::nullopt;
}

grapnel::String<program::kConfigUriMax> view(const std::string& text) {
  return grapnel::Text{text.data(), text.size()};
}

}  // namespace

InstructionResult create_agent(const CreateAgent& request) {
  if (const auto error = objection(request.config)) return refuse(*error);
  if (request.quote_mint == Pubkey{}) return refuse(program::AgentError::QuoteMintMissing);
  if (request.upgrade_authority == Pubkey{}) return refuse(program::AgentError::UpgradeAuthorityMissing);
  const Pubkey agent =
      agent_factory::to_host(grapnel::find_program_address(program::kProgramId, program::kAgentSeed,
                                                           to_program(request.creator), request.id.value())
                                 .address);
  const Pubkey quote_entry = agent_factory::to_host(
      grapnel::find_program_address(::governance::kProgramId, ::governance::kMintSeed, to_program(request.quote_mint))
          .address);
  const program::AgentConfig config{to_program(request.config.config_hash), to_program(request.quote_mint),
                                    to_program(request.upgrade_authority), request.config.thresholds,
                                    view(request.config.config_uri)};
  return build<&program::create_agent>({request.creator, agent, quote_entry, Pubkey{}}, {request.id.value(), config});
}

codec::Instruction publish_agent(const ByOwner& request) {
  return build<&program::publish_agent>({request.agent, request.owner});
}

codec::Instruction activate_agent(const ByOwner& request, const std::optional<StakeShown>& stake) {
  const Pubkey none = program_id();
  const StakeShown shown = stake.value_or(StakeShown{none, none, none});
  return build<&program::activate_agent>({request.agent, request.owner, creator_record_address(request.owner),
                                          shown.governance, shown.pool, shown.stake, Pubkey{}});
}

codec::Instruction deactivate_agent(const ByOwner& request) {
  return build<&program::deactivate_agent>({request.agent, request.owner, creator_record_address(request.owner)});
}

InstructionResult set_executors(const ByOwner& request, std::span<const Pubkey> executors) {
  if (executors.size() > program::kExecutorsMax) return refuse(program::AgentError::TooManyExecutors);
  Bytes keys;
  for (auto key = executors.begin(); key != executors.end(); ++key) {
    if (*key == Pubkey{}) return refuse(program::AgentError::ExecutorMissing);
    if (std::find(executors.begin(), key, *key) != key) return refuse(program::AgentError::ExecutorRepeated);
    keys.insert(keys.end(), key->view().begin(), key->view().end());
  }
  program::SetExecutorsArgs args;
  args.executors.data = keys.data();
  args.executors.size = static_cast<std::uint32_t>(executors.size());
  return build<&program::set_executors>({request.agent, request.owner}, args);
}

codec::Instruction suspend_agent(const ByAnyone& request) {
  return build<&program::suspend_agent>({request.agent, request.caller, creator_record_address(request.owner)});
}

codec::Instruction retire_agent(const ByAnyone& request) {
  return build<&program::retire_agent>({request.agent, request.caller, creator_record_address(request.owner)});
}

InstructionResult upgrade_agent(const UpgradeAgent& request) {
  if (const auto error = objection(request.config)) return refuse(*error);
  return build<&program::upgrade_agent>(
      {request.agent, request.upgrade_authority},
      {to_program(request.config.config_hash), request.config.thresholds, view(request.config.config_uri)});
}

InstructionResult claim_performance(const ClaimPerformance& request) {
  if (request.trades == 0) return refuse(program::AgentError::ClaimWithoutTrades);
  if (request.root == Hash{}) return refuse(program::AgentError::ClaimRootMissing);
  return build<&program::claim_performance>(
      {request.agent, request.executor},
      {request.gain.value(), request.loss.value(), request.trades, to_program(request.root)});
}

InstructionResult update_performance(const Pubkey& agent, std::span<const Pubkey> wallets) {
  if (wallets.empty()) return refuse(program::AgentError::NoWallets);
  codec::Instruction instruction = build<&program::update_performance>({agent});
  for (const Pubkey& wallet : wallets) instruction.accounts.push_back({wallet, false, true});
  return instruction;
}

codec::Instruction close_agent(const CloseAgent& request) {
  return build<&program::close_agent>({request.agent, request.owner, request.rent_payer});
}

codec::Instruction close_creator_record(const Pubkey& creator) {
  return build<&program::close_creator_record>({creator_record_address(creator), creator});
}

}  // namespace zestron::protocols::agent_factory
