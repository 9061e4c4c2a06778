#include "app/cli/protocol/verb.hpp"

#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "codec/little_endian.hpp"
#include "infra/file/file.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/client/value.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
namespace token = protocols::token;
using nlohmann::json;
using nlohmann::ordered_json;

/// Filled by CLI11; addresses of the entries stay.
struct Inputs {
  std::map<std::string, std::string> accounts;   // by name
  std::map<std::string, std::string> arguments;  // by path
  std::string signer, inner;
  std::vector<std::string> also;
  bool print = false;
};

// Most instructions with tokens look alike.
const std::vector<Rule>& common_rules() {
  static const std::vector<Rule> kRules{
      {"token_program", Rule::Kind::kProgramOf, "mint"},
      {"from", Rule::Kind::kAssociated, "mint"},
      {"to", Rule::Kind::kAssociated, "mint"},
      {"destination", Rule::Kind::kAssociated, "mint"},
  };
  return kRules;
}

// Whoever signs, in the words of the programs.
bool is_role(std::string_view name) {
  constexpr std::array kRoles{"staker", "licensee", "beneficiary", "holder", "publisher", "creator"};
  return std::ranges::find(kRoles, name) != kRoles.end();
}

// The account that holds the mint whose decimals a field is written with.
std::string_view mint_of(std::string_view field) {
  if (field == "amount_in" || field == "source_token_amount") return "source_mint";
  if (field == "minimum_amount_out" || field == "destination_token_amount") return "destination_mint";
  if (field.ends_with("token_a_amount")) return "token_a_mint";
  if (field.ends_with("token_b_amount")) return "token_b_mint";
  if (field.find("pool_token_amount") != field.npos) return "pool_mint";
  return "mint";
}

Unit unit_for(const Verb& verb, const std::string& path) {
  const auto given = verb.units.find(path);
  return given != verb.units.end() ? given->second : unit_of(path.substr(path.rfind('.') + 1));
}

class Runner {
 public:
  Runner(const Verb& verb, Call& call) : verb_(verb), call_(call) {}

  using Done = std::expected<void, std::string>;

  // Twice: amounts are read with the decimals of a mint that is among the accounts.
  std::expected<client::Built, std::string> build() {
    const auto now = call_.chain.now();
    if (!now) return std::unexpected(now.error());
    now_ = *now;
    auto first = attempt([](std::string_view) { return std::uint8_t{0}; }, true);
    if (!first) return first;
    const auto accounts = first->accounts;
    return attempt([&](std::string_view field) { return decimals(field, accounts); }, false);
  }

  // Associated accounts that a rule found and nobody made yet.
  Done add_missing_accounts(const client::Built& built) {
    for (const auto& [account, mint] : associated_) {
      const auto at = built.accounts.find(account);
      if (at == built.accounts.end()) continue;
      const auto view = call_.chain.mint(mint);
      if (!view) return std::unexpected(view.error());
      if (at->second != token::associated_address(call_.signer, mint, view->program)) continue;
      const auto there = call_.chain.account(at->second);
      if (!there) return std::unexpected(there.error());
      if (!*there)
        call_.before.push_back(
            token::create_associated(call_.chain.session().keypair().pubkey(), call_.signer, mint, view->program));
    }
    return {};
  }

 private:
  std::expected<client::Built, std::string> attempt(const DecimalsOf& decimals_of, bool placeholder) {
    auto texts = call_.texts;
    if (placeholder) {
      for (const auto& leaf : leaves_of(*call_.instruction.arguments)) {
        if (!texts.contains(leaf.path)) continue;
        // Neither amounts nor lists are part of an address.
        if (leaf.type->kind == client::Type::Kind::kList) texts[leaf.path] = "[]";
        if (leaf.type->kind == client::Type::Kind::kUnsigned && unit_for(verb_, leaf.path) == Unit::kToken)
          texts[leaf.path] = "0";
      }
    }
    auto value = to_value(*call_.instruction.arguments, texts, verb_.units, now_, decimals_of);
    if (!value) return std::unexpected(value.error());
    return client::build({call_.program, call_.instruction, call_.accounts, *value, call_.signer}, call_.chain.reader(),
                         [&](std::string_view name, const client::Names& known) { return fallback(name, known); });
  }

  std::expected<std::uint8_t, std::string> decimals(std::string_view field, const client::Names& accounts) {
    auto at = accounts.find(mint_of(field));
    if (at == accounts.end()) at = accounts.find("mint");
    auto key = at != accounts.end() ? std::expected<Pubkey, std::string>(at->second) : call_.chain.zest();
    if (!key) return std::unexpected(key.error());
    const auto mint = call_.chain.mint(*key);
    if (!mint) return std::unexpected(mint.error());
    return mint->mint.decimals;
  }

  std::expected<std::optional<Pubkey>, std::string> fallback(std::string_view name, const client::Names& known) {
    for (const auto* rules : {&verb_.rules, &common_rules()}) {
      for (const auto& rule : *rules) {
        if (rule.account != name) continue;
        const auto at = known.find(rule.of);
        if (at == known.end()) return std::nullopt;
        const auto mint = call_.chain.mint(at->second);
        if (!mint) return std::unexpected(mint.error());
        if (rule.kind == Rule::Kind::kProgramOf) return mint->program;
        associated_[std::string(name)] = at->second;
        return token::associated_address(call_.signer, at->second, mint->program);
      }
    }
    if (name == "mint" || name == "zest_mint") {
      const auto zest = call_.chain.zest();
      if (!zest) return std::unexpected(zest.error());
      return *zest;
    }
    // The pool of stakes in ZEST; a swap pool has no such name where it is one of many.
    if (name == "pool" && call_.program.name != "swap_pool" && call_.instruction.account("pool") == nullptr) {
      const auto zest = call_.chain.zest();
      if (!zest) return std::unexpected(zest.error());
      return address_of("zest_staking", "StakePool", {{"mint", *zest}});
    }
    if (name == "stake" && call_.instruction.account("stake") == nullptr) {
      const auto pool = fallback("pool", known);
      if (!pool || !*pool) return pool;
      return address_of("zest_staking", "StakeRecord", {{"pool", **pool}, {"staker", call_.signer}});
    }
    if (is_role(name)) return call_.signer;
    return std::nullopt;
  }

  const Verb& verb_;
  Call& call_;
  std::int64_t now_ = 0;
  std::map<std::string, Pubkey> associated_;
};

std::expected<void, std::string> fill(Call& call, const Inputs& inputs, const Verb& verb) {
  for (const auto& [name, text] : inputs.accounts) {
    if (text.empty()) continue;
    const bool is_number = text.size() < 20 && text.find_first_not_of("0123456789") == std::string::npos;
    if (verb.numbered && is_number && name == verb.positional.front()) {
      call.accounts[name] = verb.numbered(std::stoull(text));
      continue;
    }
    const auto key = parse_key(name, text);
    if (!key) return std::unexpected(key.error());
    call.accounts[name] = *key;
  }
  for (const auto& [path, text] : verb.defaults) call.texts[path] = text;
  for (const auto& [path, text] : inputs.arguments) {
    if (!text.empty()) call.texts[path] = text;
  }
  for (const auto& text : inputs.also) {
    const auto key = parse_key("address", text);
    if (!key) return std::unexpected(key.error());
    call.remaining.push_back({*key, false, false});
  }
  call.inner = inputs.inner;
  return {};
}

int run_verb(const Options& options, const client::ProgramSpec& program, const Verb& verb, const Inputs& inputs) {
  const Console console(options.output == "json");
  auto session = Session::open(options, true);
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  Call call{chain, program, *program.instruction(verb.instruction), session->keypair().pubkey(), {}, {}, {}, {}, {},
            {},    {}};
  if (!inputs.signer.empty()) {
    const auto key = parse_key("signer", inputs.signer);
    if (!key) return console.failed(key.error());
    call.signer = *key;
  }
  if (auto filled = fill(call, inputs, verb); !filled) return console.failed(filled.error());
  // What --also names stands behind what the verb itself adds.
  auto also = std::exchange(call.remaining, {});
  if (verb.prepare) {
    if (auto prepared = verb.prepare(call); !prepared) return console.failed(prepared.error());
  }
  for (auto& meta : also) meta.writable = verb.also_writable;
  call.remaining.insert(call.remaining.end(), also.begin(), also.end());
  Runner runner(verb, call);
  auto built = runner.build();
  if (!built) return console.failed(built.error());
  built->instruction.accounts.insert(built->instruction.accounts.end(), call.remaining.begin(), call.remaining.end());
  if (inputs.print) {
    console.document(to_json(built->instruction));
    return kExitOk;
  }
  for (const auto& meta : built->instruction.accounts) {
    if (meta.signer && meta.key == client::governance_authority())
      return console.failed(fmt::format(
          "{} is signed by governance: write it to a file with --print, then `zestron gov propose call --inner FILE`",
          verb.name));
  }
  if (auto added = runner.add_missing_accounts(*built); !added) return console.failed(added.error());
  std::vector<codec::Instruction> instructions = call.before;
  instructions.push_back(built->instruction);
  instructions.insert(instructions.end(), call.after.begin(), call.after.end());
  std::vector<const codec::Keypair*> others;
  for (const auto& keypair : call.keypairs) others.push_back(&keypair);
  const auto report = transact(chain, verb.name, instructions, others);
  if (!report) return console.failed(report.error());
  if (console.json()) {
    auto document = to_json(*report);
    document["accounts"] = ordered_json::object();
    for (const auto& [name, key] : built->accounts) document["accounts"][name] = codec::to_base58(key);
    console.document(document);
  } else {
    for (const auto& account : call.instruction.accounts) {
      const auto at = built->accounts.find(account.name);
      if (at == built->accounts.end()) continue;
      const bool is_new =
          account.created || std::ranges::count(call.keypairs, at->second, &codec::Keypair::pubkey) != 0;
      if (is_new) console.line(fmt::format("{:<11} {}", account.name, codec::to_base58(at->second)));
    }
    print(console, verb.name, *report);
  }
  return kExitOk;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c == '.' ? '-' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return text;
}

// Names that the addresses of an instruction's accounts are derived from and that it has no account of.
void add_seed_names(const client::InstructionSpec& instruction, std::vector<std::string>& out) {
  const auto add = [&](const std::string& name) {
    if (instruction.account(name) == nullptr && std::ranges::find(out, name) == out.end()) out.push_back(name);
  };
  for (const auto& account : instruction.accounts) {
    if (account.created || !account.data_owner) continue;
    const auto* owner = client::find(*account.data_owner);
    const auto* data = owner == nullptr ? nullptr : owner->account(account.data);
    if (data == nullptr) continue;
    for (const auto& seed : data->seeds) {
      if (seed.from == client::Seed::From::kAccount) add(seed.name);
    }
  }
}

void add_verb(CLI::App& group, Options& options, std::function<int()>& run, const client::ProgramSpec& program,
              Verb verb) {
  const auto* instruction = program.instruction(verb.instruction);
  auto* sub = group.add_subcommand(verb.name, verb.help);
  add_chain_options(*sub, options);
  const auto inputs = std::make_shared<Inputs>();
  const auto is_positional = [&](const std::string& name) {
    return std::ranges::find(verb.positional, name) != verb.positional.end();
  };
  const auto is_filled = [&](const std::string& name) {
    return std::ranges::find(verb.filled, name) != verb.filled.end();
  };
  auto leaves = leaves_of(*instruction->arguments);
  if (verb.action != nullptr) {
    for (auto leaf : leaves_of(*verb.action)) {
      leaf.path.insert(0, "action.");
      leaves.push_back(std::move(leaf));
    }
  }
  for (const auto& name : verb.positional) {
    const auto leaf = std::ranges::find(leaves, name, &Leaf::path);
    if (leaf != leaves.end()) {
      sub->add_option(upper(leaf->option), inputs->arguments[name], hint_of(*leaf->type, unit_for(verb, name)))
          ->required();
    } else {
      sub->add_option(upper(client::kebab(name)), inputs->accounts[name], "an address")->required();
    }
  }
  for (const auto& leaf : leaves) {
    if (is_positional(leaf.path) || is_filled(leaf.path)) continue;
    auto* option = sub->add_option("--" + leaf.option, inputs->arguments[leaf.path],
                                   hint_of(*leaf.type, unit_for(verb, leaf.path)));
    const auto fallback = verb.defaults.find(leaf.path);
    if (fallback == verb.defaults.end()) {
      option->required();
    } else if (!fallback->second.empty()) {
      option->description(option->get_description() + "; " + fallback->second + " unless given");
    }
  }
  auto names = verb.extra;
  for (const auto& account : instruction->accounts) {
    if (!account.address && !is_positional(account.name)) names.push_back(account.name);
  }
  add_seed_names(*instruction, names);
  for (const auto& name : names) {
    const auto option = "--" + client::kebab(name);
    if (is_positional(name) || is_filled(name) || sub->get_option_no_throw(option) != nullptr) continue;
    sub->add_option(option, inputs->accounts[name], "an address, instead of the one that follows from the rest")
        ->group("accounts");
  }
  sub->add_option("--signer", inputs->signer, "with --print: who signs instead of your key, such as a wallet");
  sub->add_flag("--print", inputs->print, "write the instruction as JSON and send nothing");
  sub->add_option("--also", inputs->also, "an account behind the others, read only; may be repeated");
  if (verb.takes_inner)
    sub->add_option("--inner", inputs->inner, "a file with the inner instruction, as --print writes it");
  sub->callback([&options, &run, &program, verb = std::move(verb), inputs] {
    run = [&options, &program, verb, inputs] { return run_verb(options, program, verb, *inputs); };
  });
}

}  // namespace

void add_verbs(CLI::App& group, Options& options, std::function<int()>& run, const std::string& program,
               std::vector<Verb> verbs) {
  const auto* spec = client::find(program);
  for (auto& verb : verbs) add_verb(group, options, run, *spec, std::move(verb));
}

std::expected<ordered_json, std::string> fields_of(ChainView& chain, const std::string& program,
                                                   const std::string& type, const Pubkey& key) {
  const auto* spec = client::find(program);
  const auto* data = spec->account(type);
  const auto account = chain.account(key);
  if (!account) return std::unexpected(account.error());
  const bool is_one = *account && (*account)->owner == spec->id && spec->account_of((*account)->data) == data;
  auto fields =
      is_one ? client::decode(*data->type, ByteView((*account)->data).subspan(data->tag.size())) : std::nullopt;
  if (!fields)
    return std::unexpected(fmt::format("{} is no {} of {}", codec::to_base58(key), client::kebab(type), program));
  return *std::move(fields);
}

Pubkey address_of(const std::string& program, const std::string& type, const client::Names& names,
                  const std::map<std::string, std::uint64_t>& numbers) {
  std::map<std::string, Bytes, std::less<>> arguments;
  for (const auto& [name, number] : numbers) codec::put_le(arguments[name], number);
  const auto* spec = client::find(program);
  return client::derive(spec->id, spec->account(type)->seeds, names, arguments).value();
}

Pubkey key_in(const ordered_json& fields, const std::string& name) {
  return codec::from_base58<Pubkey>(fields.at(name).get<std::string>()).value();
}

std::expected<codec::Instruction, std::string> read_instruction(const std::string& path) {
  const auto text = infra::read_file(path);
  if (!text) return std::unexpected(text.error().message);
  const auto value = json::parse(as_text(*text), nullptr, false);
  const auto refuse = [&] {
    return std::unexpected(path + " is no instruction; make one with the --print of its verb");
  };
  if (!value.is_object() || !value.contains("accounts") || !value["accounts"].is_array()) return refuse();
  codec::Instruction out;
  const auto program = codec::from_base58<Pubkey>(value.value("program", ""));
  const auto data = codec::hex_decode(value.value("data", "?"));
  if (!program || !data) return refuse();
  out.program = *program;
  out.data = *data;
  for (const auto& item : value["accounts"]) {
    if (!item.is_object()) return refuse();
    const auto key = codec::from_base58<Pubkey>(item.value("key", ""));
    if (!key) return refuse();
    out.accounts.push_back({*key, item.value("signer", false), item.value("writable", false)});
  }
  return out;
}

ordered_json to_json(const codec::Instruction& instruction) {
  ordered_json out{{"program", codec::to_base58(instruction.program)}, {"accounts", ordered_json::array()}};
  for (const auto& meta : instruction.accounts)
    out["accounts"].push_back(
        {{"key", codec::to_base58(meta.key)}, {"signer", meta.signer}, {"writable", meta.writable}});
  out["data"] = codec::hex_encode(instruction.data);
  return out;
}

}  // namespace zestron::cli
