#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/show.hpp"
#include "app/cli/protocol/verb.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/client/value.hpp"
#include "protocols/loader_v3/loader_v3.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
namespace loader = protocols::loader_v3;
using client::Type;
using nlohmann::json;
using Done = std::expected<void, std::string>;

constexpr std::string_view kAction = "action.";

const client::ProgramSpec& governance() { return *client::find("governance"); }

const Type& argument(const std::string& instruction, const std::string& name) {
  for (const auto& field : governance().instruction(instruction)->arguments->fields) {
    if (field.name == name) return *field.type;
  }
  std::abort();  // a name of this file that the program has not
}

// The type of an action's payload; that of SetParameters has the name of what it sets.
const Type& payload_of(const std::string& kind) {
  if (kind == "SetParameters") return argument("initialize", "parameters");
  return *governance().type(kind)->type;
}

std::map<std::string, std::string, std::less<>> action_texts(const Call& call) {
  std::map<std::string, std::string, std::less<>> texts;
  for (const auto& [path, text] : call.texts) {
    if (path.starts_with(kAction)) texts[path.substr(kAction.size())] = text;
  }
  return texts;
}

std::expected<Bytes, std::string> encode_action(Call& call, const std::string& kind) {
  auto texts = action_texts(call);
  const DecimalsOf decimals = [&](std::string_view) -> std::expected<std::uint8_t, std::string> {
    const auto at = texts.find("mint");
    const auto key = at == texts.end() ? call.chain.zest() : parse_key("mint", at->second);
    if (!key) return std::unexpected(key.error());
    const auto mint = call.chain.mint(*key);
    if (!mint) return std::unexpected(mint.error());
    return mint->mint.decimals;
  };
  const auto value = to_value(payload_of(kind), texts, {}, 0, decimals);
  if (!value) return std::unexpected(value.error());
  return client::encode(payload_of(kind), *value);
}

// A proposal's document is known by its hash; where there is none, that of the action itself stands for it.
void default_document(Call& call, ByteView payload) {
  if (call.texts["document"].empty()) call.texts["document"] = codec::hex_encode(codec::sha256(payload).view());
}

// As governance hashes it: everything behind the buffer's header.
Done hash_buffer(Call& call) {
  auto& hash = call.texts["action.buffer_hash"];
  if (!hash.empty()) return {};
  const auto buffer = parse_key("buffer", call.texts["action.buffer"]);
  if (!buffer) return std::unexpected(buffer.error());
  const auto account = call.chain.account(*buffer);
  if (!account) return std::unexpected(account.error());
  const auto read = *account ? loader::read_buffer((*account)->data) : std::nullopt;
  if (!read)
    return std::unexpected(codec::to_base58(*buffer) + " is no buffer; `zestron deploy --buffer-only` makes one");
  hash = codec::hex_encode(codec::sha256(read->elf).view());
  return {};
}

Prepare propose_action(std::string kind) {
  return [kind = std::move(kind)](Call& call) -> Done {
    if (kind == "UpgradeProgram") {
      if (auto done = hash_buffer(call); !done) return done;
    }
    const auto payload = encode_action(call, kind);
    if (!payload) return std::unexpected(payload.error());
    call.texts["kind"] = kind;
    call.texts["payload"] = codec::hex_encode(*payload);
    default_document(call, *payload);
    return {};
  };
}

struct Flagged {
  Bytes flags;
  Hash hash;
};

// What a CallProgram proposal says of the accounts: sha256 over key ‖ flags of each.
Flagged flag_accounts(const codec::Instruction& call) {
  Flagged out;
  Bytes text;
  for (const auto& meta : call.accounts) {
    const auto flags = static_cast<std::uint8_t>((meta.signer ? 1 : 0) | (meta.writable ? 2 : 0));
    out.flags.push_back(flags);
    text.insert(text.end(), meta.key.view().begin(), meta.key.view().end());
    text.push_back(flags);
  }
  out.hash = codec::sha256(text);
  return out;
}

Done propose_call(Call& call) {
  if (call.inner.empty())
    return std::unexpected("name the instruction with --inner FILE, as the --print of its verb writes it");
  const auto inner = read_instruction(call.inner);
  if (!inner) return std::unexpected(inner.error());
  auto payload = client::encode(payload_of("CallProgram"),
                                json{{"program", codec::to_base58(inner->program)},
                                     {"accounts_hash", codec::hex_encode(flag_accounts(*inner).hash.view())}});
  if (!payload) return std::unexpected(payload.error());
  payload->insert(payload->end(), inner->data.begin(), inner->data.end());
  call.texts["kind"] = "CallProgram";
  call.texts["payload"] = codec::hex_encode(*payload);
  default_document(call, *payload);
  return {};
}

struct Proposal {
  Pubkey address;
  std::string kind;  ///< kebab
  nlohmann::ordered_json fields;
  Bytes payload;
};

Pubkey proposal_address(std::uint64_t number) {
  auto seeds = governance().account("Proposal")->seeds;
  for (auto& seed : seeds) {
    if (seed.from == client::Seed::From::kData) seed = {client::Seed::From::kArgument, {}, "number", 0, 0};
  }
  Bytes bytes;
  for (std::size_t i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
  return client::derive(governance().id, seeds, {}, {{"number", bytes}}).value();
}

std::expected<Proposal, std::string> read_proposal(ChainView& chain, const Pubkey& address) {
  auto fields = fields_of(chain, "governance", "Proposal", address);
  if (!fields) return std::unexpected(fields.error());
  auto bytes = codec::hex_decode(fields->at("payload").get<std::string>()).value();
  bytes.resize(std::min(bytes.size(), fields->at("payload_size").get<std::size_t>()));
  const auto kind = fields->at("kind").get<std::string>();
  return Proposal{address, kind, *std::move(fields), std::move(bytes)};
}

Done follow_upgrade(Call& call) {
  const auto proposal = read_proposal(call.chain, call.accounts.at("proposal"));
  if (!proposal) return std::unexpected(proposal.error());
  if (proposal->kind != "upgrade-program") return {};
  const auto action = client::decode(payload_of("UpgradeProgram"), proposal->payload);
  if (action) call.accounts.try_emplace("buffer", key_in(*action, "buffer"));
  return {};
}

// The accounts that an action names are those of its instruction.
Prepare execute_action(std::string kind) {
  return [kind = std::move(kind)](Call& call) -> Done {
    const auto proposal = read_proposal(call.chain, call.accounts.at("proposal"));
    if (!proposal) return std::unexpected(proposal.error());
    if (proposal->kind != client::kebab(kind) && !(kind == "SetParameters" && proposal->kind == "set-guardian"))
      return std::unexpected(
          fmt::format("the proposal is to {}; `zestron gov execute-{}` does that", proposal->kind, proposal->kind));
    const auto action = client::decode(payload_of(kind), proposal->payload);
    if (!action) return std::unexpected("the proposal's action can't be read");
    for (const auto& [name, value] : action->items()) {
      if (call.instruction.account(name) == nullptr || !value.is_string()) continue;
      if (const auto key = codec::from_base58<Pubkey>(value.get<std::string>())) call.accounts.try_emplace(name, *key);
    }
    static const auto kRent = *codec::from_base58<Pubkey>("SysvarRent111111111111111111111111111111111");
    static const auto kClock = *codec::from_base58<Pubkey>("SysvarC1ock11111111111111111111111111111111");
    call.accounts.try_emplace("rent", kRent);
    call.accounts.try_emplace("clock", kClock);
    if (const auto program = call.accounts.find("program"); program != call.accounts.end())
      call.accounts.try_emplace("program_data", loader::program_data_address(program->second));
    return {};
  };
}

Done execute_call(Call& call) {
  if (call.inner.empty()) return std::unexpected("name the instruction with --inner FILE: the one that was proposed");
  const auto inner = read_instruction(call.inner);
  if (!inner) return std::unexpected(inner.error());
  call.accounts["program"] = inner->program;
  call.texts["flags"] = codec::hex_encode(flag_accounts(*inner).flags);
  for (auto meta : inner->accounts) {
    meta.signer = false;  // governance signs, by its program
    call.remaining.push_back(meta);
  }
  return {};
}

void add_proposals(CLI::App& group, Options& options, std::function<int()>& run) {
  auto* propose = group.add_subcommand("propose", "put an action to the vote");
  propose->require_subcommand(1);
  const auto name_of = [](const std::string& kind) { return client::kebab(kind); };
  std::vector<Verb> verbs;
  const auto add = [&](const std::string& kind, std::string help, std::vector<std::string> positional,
                       std::map<std::string, std::string> defaults = {}) {
    defaults.insert({"document", ""});
    for (auto& name : positional) name.insert(0, kAction);
    verbs.push_back({.name = name_of(kind),
                     .instruction = "propose",
                     .help = std::move(help),
                     .positional = std::move(positional),
                     .defaults = std::move(defaults),
                     .filled = {"kind", "payload"},
                     .action = &payload_of(kind),
                     .prepare = propose_action(kind)});
  };
  add("UpgradeProgram", "put a buffer's code in the place of a program's", {"program", "buffer"},
      {{"action.buffer_hash", ""}});
  add("SetUpgradeAuthority", "who may upgrade a program", {"program", "new_authority"});
  add("SetMint", "a mint's entry in the registry", {"mint"},
      {{"action.price_owner", std::string(32, '1')},
       {"action.price_feed", std::string(32, '1')},
       {"action.age_max_s", "0"},
       {"action.confidence_max_bps", "0"},
       {"action.is_quote", "0"},
       {"action.price_kind", "0"}});
  add("RemoveMint", "take a mint out of the registry", {"mint"});
  add("SetPool", "a pool whose trades are measured", {"program", "pool"});
  add("RemovePool", "take a pool out of the registry", {"pool"});
  add("SetGuardian", "who may cancel proposals", {"guardian"});
  add("SetParameters", "voting time, quorum, stake of proposers", {});
  add("TransferTokens", "pay from an account of governance", {"from", "to", "to_owner", "mint", "amount"});
  verbs.push_back({.name = "call",
                   .instruction = "propose",
                   .help = "an instruction of another program of the protocol, signed by governance",
                   .positional = {},
                   .defaults = {{"document", ""}},
                   .filled = {"kind", "payload"},
                   .takes_inner = true,
                   .prepare = propose_call});
  add_verbs(*propose, options, run, "governance", std::move(verbs));
}

}  // namespace

void add_gov_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("gov", "propose, vote, execute");
  group->require_subcommand(1);
  add_proposals(*group, options, run);
  std::vector<Verb> verbs;
  const auto of_proposal = [&](Verb verb) {
    verb.positional.insert(verb.positional.begin(), "proposal");
    verbs.push_back(std::move(verb));
  };
  of_proposal({.name = "vote",
               .instruction = "vote",
               .help = "yes, no or abstain, with your locked stake",
               .positional = {"choice"}});
  of_proposal({.name = "queue",
               .instruction = "queue",
               .help = "after the vote: what passed waits for its timelock; anyone",
               .positional = {},
               .prepare = follow_upgrade});
  const auto of_action = [&](const std::string& kind, const std::string& instruction, std::string help) {
    of_proposal({.name = "execute-" + client::kebab(kind),
                 .instruction = instruction,
                 .help = std::move(help),
                 .positional = {},
                 .prepare = execute_action(kind)});
  };
  of_action("UpgradeProgram", "execute_upgrade", "after the timelock; anyone, as are the others");
  of_action("SetUpgradeAuthority", "execute_set_upgrade_authority", "change who may upgrade a program");
  of_action("SetMint", "execute_set_mint", "write a mint's entry");
  of_action("RemoveMint", "execute_remove_mint", "delete a mint's entry");
  of_action("SetPool", "execute_set_pool", "write a pool's entry");
  of_action("RemovePool", "execute_remove_pool", "delete a pool's entry");
  of_action("SetParameters", "execute_settings", "set parameters or guardian");
  of_action("TransferTokens", "execute_transfer", "pay what was decided");
  of_proposal({.name = "execute-call",
               .instruction = "execute_call",
               .help = "make the call that was decided",
               .positional = {},
               .filled = {"flags"},
               .takes_inner = true,
               .prepare = execute_call});
  of_proposal({.name = "cancel", .instruction = "cancel", .help = "the guardian stops a proposal", .positional = {}});
  of_proposal({.name = "withdraw", .instruction = "withdraw", .help = "take your proposal back", .positional = {}});
  of_proposal({.name = "close",
               .instruction = "close_proposal",
               .help = "delete one that is over; its rent goes back; anyone",
               .positional = {}});
  of_proposal({.name = "close-vote",
               .instruction = "close_vote",
               .help = "delete a vote after the end; its rent goes back; anyone",
               .positional = {}});
  verbs.push_back({.name = "initialize",
                   .instruction = "initialize",
                   .help = "make governance; only whoever may upgrade the program",
                   .positional = {"guardian"}});
  for (auto& verb : verbs) {
    if (verb.positional.front() != "proposal") continue;
    verb.numbered = [](std::uint64_t number) { return proposal_address(number); };
  }
  add_verbs(*group, options, run, "governance", std::move(verbs));
  add_reading_verbs(*group, options, run, "governance", {"Proposal", "number"});
}

}  // namespace zestron::cli
