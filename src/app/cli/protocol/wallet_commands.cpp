#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/execute_accounts.hpp"
#include "app/cli/protocol/show.hpp"
#include "app/cli/protocol/unwind.hpp"
#include "app/cli/protocol/verb.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"
#include "protocols/client/programs.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
using Done = std::expected<void, std::string>;

Pubkey wallet_of(const Call& call) {
  const auto beneficiary = call.accounts.find("beneficiary");
  return address_of("agent_factory", "Wallet",
                    {{"agent", call.accounts.at("agent")},
                     {"beneficiary", beneficiary == call.accounts.end() ? call.signer : beneficiary->second}});
}

Done follow_wallet(Call& call) {
  call.accounts.try_emplace("wallet", wallet_of(call));
  return {};
}

// The terms as they are now, and the licence that the wallet had, where another takes its place.
Done agree_to_terms(Call& call) {
  call.accounts.try_emplace("wallet", wallet_of(call));
  const auto agent = fields_of(call.chain, "agent_factory", "AgentState", call.accounts.at("agent"));
  if (!agent) return std::unexpected(agent.error());
  if (call.texts["expected_terms"].empty()) call.texts["expected_terms"] = agent->at("terms").get<std::string>();
  if (!call.accounts.contains("license")) return {};
  const auto wallet = fields_of(call.chain, "agent_factory", "Wallet", call.accounts.at("wallet"));
  if (!wallet) return std::unexpected(wallet.error());
  if (const auto old = key_in(*wallet, "license"); old != Pubkey{}) call.accounts.try_emplace("previous_license", old);
  return {};
}

// What a cap counts depends on its kind.
Done cap_in_its_unit(Call& call) {
  call.accounts.try_emplace("wallet", wallet_of(call));
  auto& mint_text = call.texts["mint"];
  const auto& kind = call.texts["kind"];
  std::uint8_t decimals = kind == "lamports" || kind == "flat-fees" ? 9 : 0;
  if (kind == "mint") {
    auto mint = mint_text.empty() ? call.chain.zest() : parse_key("mint", mint_text);
    if (!mint) return std::unexpected(mint.error());
    const auto view = call.chain.mint(*mint);
    if (!view) return std::unexpected(view.error());
    mint_text = codec::to_base58(*mint);
    decimals = view->mint.decimals;
  } else {
    mint_text = codec::to_base58(Pubkey{});
  }
  const auto cap = parse_amount(call.texts["cap"], decimals);
  if (!cap) return std::unexpected("cap: " + cap.error());
  call.texts["cap"] = std::to_string(*cap);
  return {};
}

Done read_inner(Call& call, codec::Instruction& inner) {
  if (call.inner.empty())
    return std::unexpected("name the inner instruction with --inner FILE, as the --print of its verb writes it");
  auto read = read_instruction(call.inner);
  if (!read) return std::unexpected(read.error());
  inner = *std::move(read);
  return {};
}

// Addresses of a program sign by its call, not in the transaction.
void add_inner_accounts(Call& call, const codec::Instruction& inner, const Pubkey& wallet, const Pubkey& purse) {
  for (auto meta : inner.accounts) {
    if (meta.key == wallet || meta.key == purse) meta.signer = false;
    call.remaining.push_back(meta);
  }
}

// Without prices nothing is measured, and what leaves needs its holder's waiver.
const client::Type& whether_priced() {
  static const client::Type kType = [] {
    auto flag = std::make_shared<client::Type>();
    flag->kind = client::Type::Kind::kBool;
    client::Type out;
    out.fields = {{"prices", std::move(flag)}};
    return out;
  }();
  return kType;
}

Done prepare_execute(Call& call) {
  codec::Instruction inner;
  if (auto done = read_inner(call, inner); !done) return done;
  const auto wallet_key = call.accounts.try_emplace("wallet", wallet_of(call)).first->second;
  const auto wallet = fields_of(call.chain, "agent_factory", "Wallet", wallet_key);
  if (!wallet) return std::unexpected(wallet.error());
  const auto agent = fields_of(call.chain, "agent_factory", "AgentState", call.accounts.at("agent"));
  if (!agent) return std::unexpected(agent.error());
  if (const auto license = key_in(*wallet, "license"); license != Pubkey{})
    call.accounts.try_emplace("license", license);
  call.accounts["inner_program"] = inner.program;
  if (call.texts["nonce"].empty()) call.texts["nonce"] = wallet->at("nonce").get<std::string>();
  const WalletFacts facts{wallet_key, key_in(*wallet, "purse"), *agent};
  if (call.texts["entry"].empty()) {
    const auto entry = find_allow_entry(call.chain, facts, inner);
    if (!entry) return std::unexpected(entry.error());
    call.texts["entry"] = std::to_string(*entry);
  }
  if (call.texts["context_root"].empty())
    call.texts["context_root"] = codec::hex_encode(codec::sha256(inner.data).view());
  Bytes flags;
  for (const auto& meta : inner.accounts)
    flags.push_back(static_cast<std::uint8_t>((meta.signer ? 1 : 0) | (meta.writable ? 2 : 0)));
  call.texts["account_flags"] = codec::hex_encode(flags);
  call.texts["data"] = codec::hex_encode(inner.data);
  add_inner_accounts(call, inner, facts.wallet, facts.purse);
  if (call.texts["action.prices"] == "false") return {};
  const auto prices = find_prices(call.chain, facts, inner);
  if (!prices) return std::unexpected(prices.error());
  call.remaining.insert(call.remaining.end(), prices->begin(), prices->end());
  return {};
}

Done prepare_beneficiary_execute(Call& call) {
  codec::Instruction inner;
  if (auto done = read_inner(call, inner); !done) return done;
  const auto wallet = call.accounts.try_emplace("wallet", wallet_of(call)).first->second;
  call.accounts["inner_program"] = inner.program;
  call.texts["data"] = codec::hex_encode(inner.data);
  add_inner_accounts(call, inner, wallet, purse_of(wallet));
  return {};
}

// Where it was tied to a licence, closing says which.
Done prepare_close(Call& call) {
  const auto key = call.accounts.try_emplace("wallet", wallet_of(call)).first->second;
  const auto wallet = fields_of(call.chain, "agent_factory", "Wallet", key);
  if (!wallet) return std::unexpected(wallet.error());
  if (const auto license = key_in(*wallet, "license"); license != Pubkey{})
    call.accounts.try_emplace("license", license);
  return {};
}

}  // namespace

void add_wallet_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("wallet", "your use of an agent: what it may spend, and what is yours");
  group->require_subcommand(1);
  std::vector<Verb> verbs;
  const auto of_agent = [&](Verb verb) {
    verb.positional.insert(verb.positional.begin(), "agent");
    if (!verb.prepare) verb.prepare = follow_wallet;
    verbs.push_back(std::move(verb));
  };
  of_agent({.name = "open",
            .instruction = "open_wallet",
            .help = "open your wallet of an agent; --license unless it is yours",
            .positional = {}});
  of_agent({.name = "agree",
            .instruction = "agree",
            .help = "agree to the agent's terms as they are now",
            .positional = {},
            .defaults = {{"expected_terms", ""}},
            .prepare = agree_to_terms});
  of_agent({.name = "allow",
            .instruction = "set_allowance",
            .help = "what executors may spend in a window: of a mint, of SOL, uses, fees",
            .positional = {"kind", "cap"},
            .defaults = {{"window_s", "7d"}, {"mint", ""}, {"unpriced_allowed", "0"}, {"unreturned_allowed", "0"}},
            .prepare = cap_in_its_unit});
  of_agent({.name = "limits",
            .instruction = "set_wallet_limits",
            .help = "the executor's flat fee and the loss of one execution",
            .positional = {},
            .defaults = {{"flat_fee", "0"}, {"max_loss_bps", "200"}}});
  of_agent({.name = "withdraw",
            .instruction = "withdraw",
            .help = "take tokens out; `all` takes everything",
            .positional = {"amount"},
            .rules = {{"token_program", Rule::Kind::kProgramOf, "mint"}},
            .prepare = withdraw_from_wallet});
  of_agent({.name = "withdraw-sol",
            .instruction = "withdraw_lamports",
            .help = "take SOL out of the purse",
            .positional = {"amount"},
            .units = {{"amount", Unit::kSol}},
            .prepare = withdraw_from_purse});
  of_agent({.name = "close",
            .instruction = "close_wallet",
            .help = "delete it; its rent comes back",
            .positional = {},
            .prepare = prepare_close});
  of_agent({.name = "execute",
            .instruction = "execute",
            .help = "as an executor: have the wallet call another program",
            .positional = {},
            .defaults = {{"nonce", ""}, {"context_root", ""}, {"entry", ""}, {"action.prices", "true"}},
            .extra = {"beneficiary"},
            .filled = {"account_flags", "data"},
            .takes_inner = true,
            .action = &whether_priced(),
            .prepare = prepare_execute});
  of_agent({.name = "beneficiary-execute",
            .instruction = "beneficiary_execute",
            .help = "have your wallet call any program, whatever became of the agent",
            .positional = {},
            .filled = {"data"},
            .takes_inner = true,
            .prepare = prepare_beneficiary_execute});
  add_verbs(*group, options, run, "agent_factory", std::move(verbs));
  add_unwind_command(*group, options, run);
  add_reading_verbs(*group, options, run, "agent_factory", {"Wallet", "agent"});

  auto* agent = root.get_subcommand("agent");
  add_verbs(
      *agent, options, run, "agent_factory",
      {
          {"allow",
           "set_allow_list",
           "which instructions its executors may have wallets call",
           {"agent", "entries"},
           {},
           {{"keep", "0"}}},
          {"claim", "claim_performance", "an executor says what its trades came to", {"agent"}},
          {.name = "fold",
           .instruction = "update_performance",
           .help = "add what wallets measured to the agent's figures; name them with --also; anyone",
           .positional = {"agent"},
           .also_writable = true},
          {"open-context",
           "open_context",
           "keep roots of what its executors saw",
           {"agent"},
           {},
           {{"interval_slots", "1"}}},
          {"commit-context", "commit_context", "an executor adds the root of a slot", {"agent", "slot", "root"}},
          {"verify-context",
           "verify_context",
           "whether a root was committed",
           {"agent", "slot", "root"},
           {},
           {{"path", "[]"}}},
          {"close-context", "close_context", "once the agent is gone; the rent comes back", {"agent"}},
          {"close-record", "close_creator_record", "your count of active agents, at none; the rent comes back", {}},
      });
}

}  // namespace zestron::cli
