#include "protocols/agent_factory/execute.hpp"

#include "protocols/agent_factory/address.hpp"

#include <grapnel/client/client.hpp>

#include <algorithm>

namespace zestron::protocols::agent_factory {
namespace {

std::unexpected<Failure<program::AgentError>> refuse(program::AgentError error) {
  const grapnel::Text text = message(error);
  return fail(error, std::string(text.data, text.size));
}

bool fills(program::AccountRole role, const Pubkey& key, const program::AllowEntry& entry, const Pubkey& wallet,
           const Pubkey& purse) {
  switch (role) {
    case program::AccountRole::WalletToken:
    case program::AccountRole::WalletPosition: return true;  // what the account holds, the chain sees
    case program::AccountRole::Wallet: return key == wallet;
    case program::AccountRole::Purse: return key == purse;
    case program::AccountRole::FixedKey0: return key == to_host(entry.fixed_keys[0]);
    case program::AccountRole::FixedKey1: return key == to_host(entry.fixed_keys[1]);
  }
  return false;
}

}  // namespace

InstructionResult execute(const Execute& request) {
  const auto& [program_key, accounts, data] = request.inner;
  if (request.context_root == Hash{}) return refuse(program::AgentError::ContextRootMissing);
  if (program_key == program_id()) return refuse(program::AgentError::CallsOurselves);
  if (accounts.size() > program::kExecuteAccountsMax || data.size() > program::kInnerDataMax)
    return refuse(program::AgentError::TooManyInnerAccounts);
  const auto purse = purse_address(request.wallet).address;
  std::vector<std::uint8_t> flags;
  for (const auto& account : accounts) {
    if (account.signer && account.key != request.wallet && account.key != purse)
      return refuse(program::AgentError::SignaturePassedOn);
    flags.push_back(static_cast<std::uint8_t>((account.signer ? program::kInnerSigner : 0) |
                                              (account.writable ? program::kInnerWritable : 0)));
  }
  program::ExecuteArgs args{.nonce = request.nonce,
                            .context_root = to_program(request.context_root),
                            .entry = request.entry,
                            .account_flags = {},
                            .data = {}};
  args.account_flags.data = flags.data();
  args.account_flags.size = static_cast<std::uint32_t>(flags.size());
  args.data.data = data.data();
  args.data.size = static_cast<std::uint32_t>(data.size());
  const auto outer = grapnel::client::instruction<program::execute>(
      program::kProgramId,
      {to_program(request.agent), to_program(request.wallet), to_program(purse), to_program(request.executor),
       request.license ? to_program(*request.license) : program::kProgramId, to_program(program_key),
       grapnel::System::kId},
      args);
  codec::Instruction out{program_id(), {}, outer.data};
  for (const auto& meta : outer.accounts) out.accounts.push_back({to_host(meta.key), meta.is_signer, meta.is_writable});
  // The wallet's signature is the program's to give.
  for (const auto& account : accounts) out.accounts.push_back({account.key, false, account.writable});
  for (const auto& key : request.prices) out.accounts.push_back({key, false, false});
  return out;
}

std::optional<std::uint8_t> allow_entry(const AgentState& agent, const Pubkey& wallet,
                                        const codec::Instruction& inner) {
  const auto purse = purse_address(wallet).address;
  for (std::uint8_t at = 0; at < agent.allow_count; ++at) {
    const auto& entry = agent.allow_list[at];
    if (to_host(entry.program) != inner.program || inner.data.size() < entry.prefix_size) continue;
    if (!std::equal(inner.data.begin(), inner.data.begin() + entry.prefix_size, entry.instruction_prefix.items))
      continue;
    const auto* rules = entry.rules.items;
    const bool fits = std::all_of(rules, rules + entry.rule_count, [&](const program::AccountRule& rule) {
      return rule.position < inner.accounts.size() &&
             fills(rule.role, inner.accounts[rule.position].key, entry, wallet, purse);
    });
    if (fits) return at;
  }
  return std::nullopt;
}

}  // namespace zestron::protocols::agent_factory
