#include "app/cli/protocol/show.hpp"

#include "app/cli/protocol/units.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/little_endian.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/client/value.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
using nlohmann::json;
using nlohmann::ordered_json;

struct Inputs {
  std::string word, type, other;
  std::vector<std::string> where;
};

struct Shown {
  Pubkey address;
  std::uint64_t lamports = 0;
  const client::DataSpec* type = nullptr;
  ordered_json fields;
};

std::optional<Shown> decode(const client::ProgramSpec& program, const Pubkey& address, const Pubkey& owner,
                            std::uint64_t lamports, ByteView data) {
  if (owner != program.id) return std::nullopt;
  const auto* type = program.account_of(data);
  if (type == nullptr) return std::nullopt;
  auto fields = client::decode(*type->type, data.subspan(type->tag.size()));
  if (!fields) return std::nullopt;
  return Shown{address, lamports, type, *std::move(fields)};
}

ordered_json to_json(const Shown& shown) {
  ordered_json out{{"address", codec::to_base58(shown.address)},
                   {"type", shown.type->name},
                   {"lamports", std::to_string(shown.lamports)}};
  out.update(shown.fields);
  return out;
}

std::string in_words(std::string_view field, const json& value, std::uint8_t decimals) {
  auto text = value.is_string() ? value.get<std::string>() : value.dump();
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == text.npos && text.size() < 20;
  if (!is_number) return text == std::string(32, '1') ? "nobody" : text;
  switch (unit_of(field)) {
    case Unit::kToken: return format_amount(std::stoull(text), decimals);
    case Unit::kSol: return format_amount(std::stoull(text), 9) + " SOL";
    case Unit::kSeconds: return format_seconds(static_cast<std::int64_t>(std::stoull(text)));
    case Unit::kMoment: return format_moment(static_cast<std::int64_t>(std::stoull(text)));
    case Unit::kPlain: break;
  }
  return text;
}

void print_fields(const Console& console, const std::string& prefix, const json& fields, std::uint8_t decimals) {
  for (const auto& [name, value] : fields.items()) {
    const auto path = prefix.empty() ? name : fmt::format("{}.{}", prefix, name);
    if (value.is_object()) {
      print_fields(console, path, value, decimals);
    } else if (value.is_array() && std::ranges::any_of(value, [](const json& item) { return item.is_object(); })) {
      std::size_t at = 0;
      for (const auto& item : value) print_fields(console, fmt::format("{}[{}]", path, at++), item, decimals);
    } else {
      console.line(fmt::format("{:<28} {}", path, in_words(name, value, decimals)));
    }
  }
}

std::uint8_t decimals_of(ChainView& chain) {
  const auto zest = chain.zest();
  const auto mint = zest ? chain.mint(*zest) : std::unexpected(zest.error());
  return mint ? mint->mint.decimals : std::uint8_t{0};
}

// What a word that is no account of the program stands for.
std::expected<std::optional<Pubkey>, std::string> derive(ChainView& chain, const client::ProgramSpec& program,
                                                         const Subject& subject, const Inputs& inputs, bool has_key) {
  const auto* type = program.account(subject.type);
  client::Names accounts;
  std::map<std::string, Bytes, std::less<>> numbers;
  if (has_key) accounts["beneficiary"] = chain.session().keypair().pubkey();
  if (!inputs.other.empty()) {
    const auto other = parse_key("address", inputs.other);
    if (!other) return std::unexpected(other.error());
    accounts["beneficiary"] = *other;
  }
  if (const auto key = codec::from_base58<Pubkey>(inputs.word)) {
    accounts[subject.name] = *key;
  } else if (!inputs.word.empty() && inputs.word.find_first_not_of("0123456789") == std::string::npos &&
             inputs.word.size() < 20) {
    codec::put_le(numbers[subject.name], static_cast<std::uint64_t>(std::stoull(inputs.word)));
  } else if (inputs.word.empty() && has_key) {
    accounts[subject.name] = chain.session().keypair().pubkey();
  } else {
    return std::nullopt;
  }
  for (const auto& seed : type->seeds) {
    if (seed.from != client::Seed::From::kAccount || seed.name != "pool") continue;
    const auto zest = chain.zest();
    if (!zest) return std::unexpected(zest.error());
    const auto pool = client::derive(program.id, program.account("StakePool")->seeds, {{"mint", *zest}}, {});
    if (pool) accounts["pool"] = *pool;
  }
  // A number that counts in another account is a seed by the name of what counts.
  std::vector<client::Seed> seeds(type->seeds.begin(), type->seeds.end());
  for (auto& seed : seeds) {
    if (seed.from == client::Seed::From::kData) seed = {client::Seed::From::kArgument, {}, subject.name, 0, 0};
  }
  return client::derive(program.id, seeds, accounts, numbers);
}

int show(const Options& options, const client::ProgramSpec& program, const Subject& subject, const Inputs& inputs) {
  const Console console(options.output == "json");
  const bool needs_key = inputs.word.empty() || (subject.type == "Wallet" && inputs.other.empty());
  auto session = Session::open(options, needs_key);
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  // What the word stands for comes first: an agent's address is an account of the program too, but `wallet show` means the
  // wallet.
  std::vector<Pubkey> candidates;
  const auto derived = derive(chain, program, subject, inputs, needs_key);
  if (!derived) return console.failed(derived.error());
  if (*derived) candidates.push_back(**derived);
  if (const auto named = codec::from_base58<Pubkey>(inputs.word)) candidates.push_back(*named);
  for (const auto& address : candidates) {
    const auto account = chain.account(address);
    if (!account) return console.failed(account.error());
    const auto shown = *account
                           ? decode(program, address, (*account)->owner, (*account)->lamports.value(), (*account)->data)
                           : std::nullopt;
    if (!shown) continue;
    std::vector<Fact> facts;
    if (subject.more && shown->type->name == subject.type) {
      auto more = subject.more(chain, address);
      if (!more) return console.failed(more.error());
      facts = *std::move(more);
    }
    if (console.json()) {
      auto document = to_json(*shown);
      for (const auto& fact : facts) document[fact.name] = fact.value;
      console.document(document);
    } else {
      console.line(fmt::format("{:<28} {}", client::kebab(shown->type->name), codec::to_base58(address)));
      print_fields(console, "", shown->fields, decimals_of(chain));
      for (const auto& fact : facts) console.line(fmt::format("{:<28} {}", fact.name, fact.text));
      console.line(fmt::format("{:<28} {} SOL", "rent", format_amount(shown->lamports, 9)));
    }
    return kExitOk;
  }
  return console.failed(fmt::format("{} has no account {}; `accounts` shows those there are", program.name,
                                    inputs.word.empty() ? "of yours" : "for " + inputs.word));
}

int list(const Options& options, const client::ProgramSpec& program, const Inputs& inputs) {
  const Console console(options.output == "json");
  auto session = Session::open(options, false);
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  const auto type = std::ranges::find_if(program.accounts, [&](const client::DataSpec& spec) {
    return spec.name == inputs.type || client::kebab(spec.name) == inputs.type;
  });
  json filters = json::array({{{"memcmp", {{"offset", 0}, {"bytes", codec::base58_encode(type->tag)}}}}});
  const auto answer = session->chain().call(
      "getProgramAccounts", json::array({codec::to_base58(program.id),
                                         {{"encoding", "base64"}, {"commitment", "confirmed"}, {"filters", filters}}}));
  if (!answer) return console.failed(answer.error().message);
  ordered_json out = ordered_json::array();
  for (const auto& item : *answer) {
    const auto address = codec::from_base58<Pubkey>(item["pubkey"].get<std::string>());
    const auto data = codec::base64_decode(item["account"]["data"][0].get<std::string>());
    if (!address || !data) continue;
    const auto shown =
        decode(program, *address, program.id, item["account"].value("lamports", std::uint64_t{0}), *data);
    if (!shown) continue;
    const auto document = to_json(*shown);
    const bool fits = std::ranges::all_of(inputs.where, [&](const std::string& condition) {
      const auto equals = condition.find('=');
      if (equals == condition.npos) return false;
      const auto field = document.find(condition.substr(0, equals));
      if (field == document.end()) return false;
      return (field->is_string() ? field->get<std::string>() : field->dump()) == condition.substr(equals + 1);
    });
    if (!fits) continue;
    out.push_back(document);
    console.line(codec::to_base58(*address));
  }
  if (console.json()) {
    console.document(ordered_json{{"accounts", out}});
  } else if (out.empty()) {
    console.line("none");
  }
  return kExitOk;
}

}  // namespace

void add_reading_verbs(CLI::App& group, Options& options, std::function<int()>& run, const std::string& program,
                       const Subject& subject) {
  const auto* spec = client::find(program);
  const auto inputs = std::make_shared<Inputs>();
  auto* sub = group.add_subcommand("show", "an account of the program, field by field");
  add_chain_options(*sub, options);
  sub->add_option("WORD", inputs->word,
                  fmt::format("the account's address, or the {} of a {}", client::kebab(subject.name),
                              client::kebab(subject.type)));
  if (subject.type == "Wallet") sub->add_option("--beneficiary", inputs->other, "whose wallet, if not yours");
  sub->callback([&options, &run, spec, subject, inputs] {
    run = [&options, spec, subject, inputs] { return show(options, *spec, subject, *inputs); };
  });

  std::vector<std::string> types;
  for (const auto& account : spec->accounts) types.push_back(client::kebab(account.name));
  sub = group.add_subcommand("accounts", "all accounts of a type");
  add_chain_options(*sub, options);
  sub->add_option("TYPE", inputs->type, "which")->required()->check(CLI::IsMember(types));
  sub->add_option("--where", inputs->where, "FIELD=VALUE that must hold; may be repeated");
  sub->callback(
      [&options, &run, spec, inputs] { run = [&options, spec, inputs] { return list(options, *spec, *inputs); }; });
}

}  // namespace zestron::cli
