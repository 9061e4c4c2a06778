#include "protocols/agent_factory/account.hpp"

#include "codec/sha256.hpp"

#include <grapnel/client/client.hpp>

#include <algorithm>

namespace zestron::protocols::agent_factory {

namespace {

bool is_consistent(const AgentState& agent) {
  if (!program::is_readable_agent(agent)) return false;
  if (agent.resume_to > program::Lifecycle::Licensed || agent.suspended_by > program::SuspendedBy::Threshold)
    return false;
  if (agent.config_uri.used == 0 || agent.config_uri.used > program::kConfigUriMax) return false;
  if (std::ranges::any_of(config_uri(agent), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return false;
  for (std::size_t i = 0; i < agent.allow_count; ++i) {
    const program::AllowEntry& entry = agent.allow_list[i];
    if (entry.prefix_size > program::kInstructionPrefixMax || entry.rule_count > program::kAccountRulesMax)
      return false;
    for (std::size_t k = 0; k < entry.rule_count; ++k) {
      if (entry.rules[k].role > program::AccountRole::FixedKey1) return false;
    }
  }
  return true;
}

}  // namespace

Outcome<AgentState, AccountError> decode_agent(const Pubkey& owner, ByteView data) {
  if (owner != to_host(program::kProgramId)) {
    return fail(AccountError::kForeignOwner, "the account does not belong to agent_factory");
  }
  const auto agent = grapnel::client::account<AgentState>(data);
  if (!agent) return fail(AccountError::kOtherType, "the account holds no agent");
  if (agent->version != program::kLayoutVersion) {
    return fail(AccountError::kUnknownLayout, "the agent has layout version " + std::to_string(agent->version) +
                                                  ", this client knows " + std::to_string(program::kLayoutVersion));
  }
  if (!is_consistent(*agent)) {
    return fail(AccountError::kInconsistent, "the agent has a field that agent_factory never writes like this");
  }
  return *agent;
}

Outcome<Wallet, AccountError> decode_wallet(const Pubkey& owner, ByteView data) {
  if (owner != to_host(program::kProgramId))
    return fail(AccountError::kForeignOwner, "the account does not belong to agent_factory");
  const auto wallet = grapnel::client::account<Wallet>(data);
  if (!wallet) return fail(AccountError::kOtherType, "the account holds no wallet");
  if (!program::is_readable_wallet(*wallet))
    return fail(AccountError::kUnknownLayout, "the wallet has a layout that this client does not know");
  return *wallet;
}

std::string_view config_uri(const AgentState& agent) { return {agent.config_uri.chars.items, agent.config_uri.used}; }

Hash terms_of(const Pubkey& address, const AgentState& agent) {
  const grapnel::Pubkey key = to_program(address);
  const auto slices = program::terms_slices(key, agent);
  const auto part = [&](std::size_t i) {
    return ByteView{static_cast<const std::uint8_t*>(slices[i].data), slices[i].size};
  };
  static_assert(program::kTermsSliceCount == 4);
  return codec::sha256({part(0), part(1), part(2), part(3)});
}

}  // namespace zestron::protocols::agent_factory
