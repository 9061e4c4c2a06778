#include "app/cli/agent_commands.hpp"

#include "agent/config.hpp"
#include "app/cli/protocol/verb.hpp"
#include "app/cli/submit.hpp"
#include "app/node/agent_files.hpp"
#include "backtest/report.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/hex.hpp"
#include "infra/file/file.hpp"
#include "protocols/agent_factory/client.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>

namespace zestron::cli {
namespace {

namespace factory = protocols::agent_factory;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kBacktestHelp =
    "report of the config (zestron backtest --json); its hash goes on chain with the config";
constexpr std::size_t kLogsPageMax = 1000;  // getSignaturesForAddress's own limit

struct Arguments {
  std::string agent;              // address
  std::string config;             // path
  std::string backtest;           // path of a report
  std::vector<std::string> keys;  // executors
  std::uint64_t id = 0;
  std::string quote_mint;
  std::string owner;
  std::size_t limit = 25;
  bool no_run = false;
};

struct Loaded {
  Pubkey address;
  Lamports lamports;
  factory::AgentState state;
};

std::expected<Loaded, std::string> load(const Session& session, std::string_view text) {
  const auto address = parse_key("agent address", text);
  if (!address) return std::unexpected(address.error());
  const auto account = session.chain().account(*address, Commitment::kConfirmed);
  if (!account) return std::unexpected(account.error().message);
  if (!*account)
    return std::unexpected(
        fmt::format("there is no account at {}; `zestron agent list` shows the agents there are", text));
  auto state = factory::decode_agent((*account)->owner, (*account)->data);
  if (!state) return std::unexpected(fmt::format("{} is no agent: {}", text, state.error().message));
  return Loaded{*address, (*account)->lamports, *state};
}

ordered_json describe(const Loaded& agent) {
  auto out = factory::to_json(agent.address, agent.state);
  out["lamports"] = std::to_string(agent.lamports.value());
  return out;
}

// Gain and loss are micro-units of the quote currency; people read them as money.
std::string money(std::uint64_t micro) { return fmt::format("{}.{:06}", micro / 1'000'000, micro % 1'000'000); }

std::string net(std::uint64_t gain, std::uint64_t loss) {
  return gain >= loss ? "+" + money(gain - loss) : "-" + money(loss - gain);
}

void print(const Console& console, const Loaded& agent) {
  const auto& s = agent.state;
  const auto& measured = s.performance_metrics;
  const auto& claimed = s.claimed_performance;
  console.line(fmt::format("agent       {}", codec::to_base58(agent.address)));
  console.line(fmt::format("state       {}", factory::to_string(s.lifecycle)));
  console.line(fmt::format("owner       {}, id {}", codec::to_base58(factory::to_host(s.owner)), s.agent_id));
  console.line(fmt::format("config      {}", factory::config_uri(s)));
  if (const auto report = node::report_of(factory::config_uri(s)))
    console.line(fmt::format("backtest    {}", codec::hex_encode(report->view())));
  for (std::size_t i = 0; i < s.executor_count; ++i) {
    console.line(fmt::format("executor    {}", codec::to_base58(factory::to_host(s.executors[i]))));
  }
  console.line(fmt::format("claimed     {} in {} trades (gain {}, loss {}), said by its executors",
                           net(claimed.gain, claimed.loss), claimed.trades, money(claimed.gain), money(claimed.loss)));
  console.line(fmt::format("measured    {} in {} executions, from token balances",
                           net(measured.yield_generated, measured.loss), measured.execution_count));
  console.line(fmt::format("rent        {} lamports, back to {} when closed", agent.lamports.value(),
                           codec::to_base58(factory::to_host(s.rent_payer))));
}

int finish(const Session& session, std::string_view verb, const Pubkey& agent,
           const std::expected<Submitted, std::string>& submitted) {
  const auto& console = session.console();
  if (!submitted) return console.failed(submitted.error());
  if (console.json()) {
    ordered_json out{{"agent", codec::to_base58(agent)}, {"dryRun", submitted->dry_run}};
    if (submitted->dry_run) {
      out["computeUnits"] = submitted->compute_units;
    } else {
      out["signature"] = codec::to_base58(submitted->signature);
    }
    console.document(out);
  } else if (submitted->dry_run) {
    console.line(
        fmt::format("{} would succeed with {} compute units; nothing was sent", verb, submitted->compute_units));
  } else {
    console.line(fmt::format("{} {}  {}", verb, codec::to_base58(agent), codec::to_base58(submitted->signature)));
  }
  return kExitOk;
}

// The hash of a report of that config.
std::expected<Hash, std::string> read_report(const std::string& path, const Hash& config) {
  const auto text = infra::read_file(path);
  if (!text) return std::unexpected(text.error().message);
  const auto stated = backtest::read_document(as_text(*text));
  if (!stated) return std::unexpected(path + ": " + stated.error());
  if (stated->config != config) {
    return std::unexpected(fmt::format("{} is of the config {}, not of {}", path,
                                       codec::hex_encode(stated->config.view()), codec::hex_encode(config.view())));
  }
  return stated->hash;
}

std::expected<agent::Config, std::string> read_config(const std::string& path) {
  const auto text = infra::read_file(path);
  if (!text) return std::unexpected(text.error().message);
  auto config = agent::Config::parse(as_text(*text));
  if (!config) return std::unexpected(path + ": " + config.error().message);
  return *std::move(config);
}

// Where the document is, with the report's hash when one was named. A report of another config is refused.
std::expected<std::string, std::string> uri_of(const agent::Config& config, const std::string& report_path) {
  if (report_path.empty()) return node::config_uri(config.hash());
  const auto report = read_report(report_path, config.hash());
  if (!report) return std::unexpected(report.error());
  return node::config_uri(config.hash(), *report);
}

int create(const Options& options, const Arguments& arguments) {
  const Console console(options.output == "json");
  auto config = read_config(arguments.config);
  if (!config) return console.failed(config.error());
  auto uri = uri_of(*config, arguments.backtest);
  if (!uri) return console.failed(uri.error());
  auto session = Session::open(options, true);
  if (!session) return console.failed(session.error());
  const auto mint = parse_key("mint", arguments.quote_mint);
  if (!mint) return console.failed(mint.error());

  const factory::AgentId id(arguments.id);
  const auto owner = session->keypair().pubkey();
  const auto agent = factory::agent_address(owner, id).address;
  auto instruction = factory::create_agent({owner, id, {config->hash(), *std::move(uri), {}}, *mint, owner});
  if (!instruction) return console.failed(instruction.error().message);
  std::vector<codec::Instruction> instructions{*std::move(instruction)};
  std::vector<Pubkey> executors;
  for (const auto& text : arguments.keys) {
    const auto key = parse_key("executor key", text);
    if (!key) return console.failed(key.error());
    executors.push_back(*key);
  }
  if (!executors.empty()) {
    auto set = factory::set_executors({agent, owner}, executors);
    if (!set) return console.failed(set.error().message);
    instructions.push_back(*std::move(set));
  }
  const auto rent = session->chain().rent_exempt_minimum(factory::program::kAgentStateSpace);
  if (!rent) return console.failed(rent.error().message);
  if (!console.json())
    console.line(fmt::format("rent        {}.{:09} SOL for {} bytes, returned when the agent is closed",
                             *rent / 1'000'000'000, *rent % 1'000'000'000, factory::program::kAgentStateSpace));
  if (!options.dry_run && !session->may_spend("create agent", *rent + 5'000)) return console.failed("not sent");
  const auto submitted = submit(*session, instructions);
  if (submitted && !options.dry_run && session->local() && !arguments.no_run) {
    if (auto kept = node::adopt_agent(session->local()->folder, agent, *config); !kept)
      return console.failed(kept.error().message);
  }
  return finish(*session, "create", agent, submitted);
}

int upgrade(const Options& options, const Arguments& arguments) {
  const Console console(options.output == "json");
  auto config = read_config(arguments.config);
  if (!config) return console.failed(config.error());
  auto uri = uri_of(*config, arguments.backtest);
  if (!uri) return console.failed(uri.error());
  auto session = Session::open(options, true);
  if (!session) return console.failed(session.error());
  const auto loaded = load(*session, arguments.agent);
  if (!loaded) return console.failed(loaded.error());
  auto instruction = factory::upgrade_agent(
      {loaded->address, session->keypair().pubkey(), {config->hash(), *std::move(uri), loaded->state.thresholds}});
  if (!instruction) return console.failed(instruction.error().message);
  if (!options.dry_run && !session->may_spend("upgrade agent", 5'000)) return console.failed("not sent");
  const auto submitted = submit(*session, std::array{*std::move(instruction)});
  if (submitted && !options.dry_run && session->local() && !arguments.no_run) {
    if (auto kept = node::adopt_agent(session->local()->folder, loaded->address, *config); !kept)
      return console.failed(kept.error().message);
  }
  return finish(*session, "upgrade", loaded->address, submitted);
}

// The verbs that need nothing but the agent and who acts.
using Build =
    std::function<std::expected<codec::Instruction, std::string>(const Session&, const Loaded&, const Pubkey& actor)>;

int act(const Options& options, const Arguments& arguments, std::string_view verb, const Build& build) {
  const Console console(options.output == "json");
  auto session = Session::open(options, true);
  if (!session) return console.failed(session.error());
  const auto loaded = load(*session, arguments.agent);
  if (!loaded) return console.failed(loaded.error());
  auto instruction = build(*session, *loaded, session->keypair().pubkey());
  if (!instruction) return console.failed(instruction.error());
  if (!options.dry_run && !session->may_spend(fmt::format("{} agent", verb), 5'000)) return console.failed("not sent");
  return finish(*session, verb, loaded->address, submit(*session, std::array{*std::move(instruction)}));
}

// What unlocks one more active agent than are free: the owner's stake in the pool that governance names. Shown where it is needed
// only, so that the others need none.
std::expected<std::optional<factory::StakeShown>, std::string> stake_of(const Session& session, const Pubkey& owner) {
  ChainView chain(session);
  const auto record_key = factory::creator_record_address(owner);
  const auto there = chain.account(record_key);
  if (!there) return std::unexpected(there.error());
  if (!*there) return std::nullopt;
  const auto record = fields_of(chain, "agent_factory", "CreatorRecord", record_key);
  if (!record) return std::unexpected(record.error());
  if (std::stoull(record->at("active_agents").get<std::string>()) < factory::program::kFreeActiveAgents)
    return std::nullopt;
  const auto governance_key = address_of("governance", "Governance", {});
  const auto governance = fields_of(chain, "governance", "Governance", governance_key);
  if (!governance) return std::unexpected(governance.error());
  const auto pool = key_in(*governance, "stake_pool");
  return factory::StakeShown{governance_key, pool,
                             address_of("zest_staking", "StakeRecord", {{"pool", pool}, {"staker", owner}})};
}

// True of an agent whose config on chain names the report; of any when none is named.
std::expected<void, std::string> holds_report(const Loaded& agent, const std::string& path) {
  if (path.empty()) return {};
  const auto report = read_report(path, factory::to_host(agent.state.config_hash));
  if (!report) return std::unexpected(report.error());
  const auto on_chain = node::report_of(factory::config_uri(agent.state));
  if (on_chain == *report) return {};
  return std::unexpected(
      fmt::format("its config on chain names {}; `zestron agent upgrade AGENT CONFIG --backtest {}` puts "
                  "this one there",
                  on_chain ? "another backtest" : "no backtest", path));
}

int show(const Options& options, const Arguments& arguments) {
  const Console console(options.output == "json");
  auto session = Session::open(options, false);
  if (!session) return console.failed(session.error());
  const auto loaded = load(*session, arguments.agent);
  if (!loaded) return console.failed(loaded.error());
  if (console.json()) {
    console.document(describe(*loaded));
  } else {
    print(console, *loaded);
  }
  return kExitOk;
}

int list(const Options& options, const Arguments& arguments) {
  const Console console(options.output == "json");
  auto session = Session::open(options, false);
  if (!session) return console.failed(session.error());
  json filters = json::array({{{"dataSize", factory::program::kAgentStateSpace}}});
  if (!arguments.owner.empty()) {
    const auto owner = parse_key("owner key", arguments.owner);
    if (!owner) return console.failed(owner.error());
    const std::size_t offset = 8 + offsetof(factory::program::AgentState, owner);
    filters.push_back({{"memcmp", {{"offset", offset}, {"bytes", codec::to_base58(*owner)}}}});
  }
  const auto answer = session->chain().call(
      "getProgramAccounts", json::array({codec::to_base58(factory::program_id()),
                                         {{"encoding", "base64"}, {"commitment", "confirmed"}, {"filters", filters}}}));
  if (!answer) return console.failed(answer.error().message);
  ordered_json agents = ordered_json::array();
  for (const auto& item : *answer) {
    if (!item.is_object() || !item.contains("pubkey") || !item.contains("account")) continue;
    const auto address = codec::from_base58<Pubkey>(item["pubkey"].get<std::string>());
    const auto data = codec::base64_decode(item["account"]["data"][0].get<std::string>());
    if (!address || !data) continue;
    const auto state = factory::decode_agent(factory::program_id(), *data);
    if (!state) continue;
    const Loaded loaded{*address, Lamports(item["account"].value("lamports", std::uint64_t{0})), *state};
    agents.push_back(describe(loaded));
    if (!console.json()) {
      const auto& claimed = loaded.state.claimed_performance;
      console.line(fmt::format("{:<44}  {:<9}  {:>14} claimed in {} trades", codec::to_base58(*address),
                               factory::to_string(loaded.state.lifecycle), net(claimed.gain, claimed.loss),
                               claimed.trades));
    }
  }
  if (console.json()) {
    console.document(ordered_json{{"agents", agents}});
  } else if (agents.empty()) {
    console.line("no agents; make one with `zestron agent create CONFIG`");
  }
  return kExitOk;
}

int logs(const Options& options, const Arguments& arguments) {
  const Console console(options.output == "json");
  auto session = Session::open(options, false);
  if (!session) return console.failed(session.error());
  const auto address = parse_key("agent address", arguments.agent);
  if (!address) return console.failed(address.error());
  const auto signatures = session->chain().call(
      "getSignaturesForAddress",
      json::array({codec::to_base58(*address),
                   {{"limit", std::min(arguments.limit, kLogsPageMax)}, {"commitment", "confirmed"}}}));
  if (!signatures) return console.failed(signatures.error().message);
  ordered_json out = ordered_json::array();
  for (auto it = signatures->rbegin(); it != signatures->rend(); ++it) {
    const auto signature = it->value("signature", "");
    ordered_json entry{{"slot", it->value("slot", std::uint64_t{0})},
                       {"signature", signature},
                       {"err", (*it)["err"]},
                       {"events", ordered_json::array()}};
    const auto transaction = session->chain().call(
        "getTransaction",
        json::array(
            {signature, {{"encoding", "json"}, {"commitment", "confirmed"}, {"maxSupportedTransactionVersion", 0}}}));
    if (!transaction) return console.failed(transaction.error().message);
    std::vector<std::string> lines;
    if (transaction->is_object() && (*it)["err"].is_null()) {
      for (const auto& line : (*transaction)["meta"]["logMessages"]) lines.push_back(line.get<std::string>());
    }
    std::string events;
    for (const auto& event : factory::events_in(lines)) {
      entry["events"].push_back(factory::to_json(event));
      events += fmt::format("  {}", factory::name_of(event));
    }
    if (!(*it)["err"].is_null()) events = "  failed: " + (*it)["err"].dump();
    console.line(fmt::format("{:>8}  {}{}", entry["slot"].get<std::uint64_t>(), signature, events));
    out.push_back(std::move(entry));
  }
  if (console.json()) console.document(ordered_json{{"logs", out}});
  return kExitOk;
}

}  // namespace

void add_agent_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  const auto arguments = std::make_shared<Arguments>();
  auto* agent = root.add_subcommand("agent", "create, publish, run and inspect agents");
  agent->require_subcommand(1);
  const auto verb = [&, arguments](const char* name, const char* help, auto action) {
    auto* sub = agent->add_subcommand(name, help);
    add_chain_options(*sub, options);
    sub->callback([&options, &run, arguments, action] {
      run = [&options, arguments, action] { return action(options, *arguments); };
    });
    return sub;
  };
  const auto with_agent = [arguments](CLI::App* sub) {
    sub->add_option("AGENT", arguments->agent, "the agent's address")->required();
    return sub;
  };
  const auto simple = [&](const char* name, const char* help, Build build) {
    with_agent(
        verb(name, help, [name, build](const Options& o, const Arguments& a) { return act(o, a, name, build); }));
  };

  auto* sub = verb("create", "register an agent on chain with the hash of its config", create);
  sub->add_option("CONFIG", arguments->config, "agent config, JSON (schema/agent.schema.json)")->required();
  sub->add_option("--id", arguments->id, "your number for the agent; with your key it gives the address");
  sub->add_option("--executor", arguments->keys, "key that may act for the agent, up to 8");
  sub->add_option("--quote-mint", arguments->quote_mint, "mint in which its performance is counted")
      ->default_val("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
  sub->add_option("--backtest", arguments->backtest, kBacktestHelp);
  sub->add_flag("--no-run", arguments->no_run, "do not hand the config to the local node");

  simple(
      "publish", "offer it to licensees (Created to Licensed)",
      [](const Session&, const Loaded& a, const Pubkey& actor) { return factory::publish_agent({a.address, actor}); });
  verb("list", "agents on this chain", list)->add_option("--owner", arguments->owner, "only this owner's");
  with_agent(verb("show", "one agent: state, record, executors", show));
  sub = with_agent(verb("activate", "let its executors act", [](const Options& o, const Arguments& a) {
    return act(o, a, "activate",
               [&a](const Session& session, const Loaded& agent,
                    const Pubkey& actor) -> std::expected<codec::Instruction, std::string> {
                 if (auto held = holds_report(agent, a.backtest); !held) return std::unexpected(held.error());
                 const auto stake = stake_of(session, actor);
                 if (!stake) return std::unexpected(stake.error());
                 return factory::activate_agent({agent.address, actor}, *stake);
               });
  }));
  sub->add_option("--backtest", arguments->backtest,
                  "only if its config on chain names this report (zestron backtest --json)");
  simple("deactivate", "stop it; activate starts it again", [](const Session&, const Loaded& a, const Pubkey& actor) {
    return factory::deactivate_agent({a.address, actor});
  });
  simple("suspend", "stop it until it comes back under new terms",
         [](const Session&, const Loaded& a, const Pubkey& actor) {
           return factory::suspend_agent({a.address, actor, factory::to_host(a.state.owner)});
         });
  simple("retire", "stop it for ever", [](const Session&, const Loaded& a, const Pubkey& actor) {
    return factory::retire_agent({a.address, actor, factory::to_host(a.state.owner)});
  });
  simple("close", "delete a retired agent's account; its rent goes back to who paid it",
         [](const Session&, const Loaded& a, const Pubkey& actor) {
           return factory::close_agent({a.address, actor, factory::to_host(a.state.rent_payer)});
         });
  sub = with_agent(verb("upgrade", "give it a new config; wallets must agree anew", upgrade));
  sub->add_option("CONFIG", arguments->config, "agent config, JSON")->required();
  sub->add_option("--backtest", arguments->backtest, kBacktestHelp);
  sub->add_flag("--no-run", arguments->no_run, "do not hand the config to the local node");
  sub = with_agent(verb("executors", "replace the keys that may act for it", [](const Options& o, const Arguments& a) {
    return act(o, a, "executors",
               [&a](const Session&, const Loaded& agent,
                    const Pubkey& actor) -> std::expected<codec::Instruction, std::string> {
                 std::vector<Pubkey> keys;
                 for (const auto& text : a.keys) {
                   const auto key = parse_key("executor key", text);
                   if (!key) return std::unexpected(key.error());
                   keys.push_back(*key);
                 }
                 auto instruction = factory::set_executors({agent.address, actor}, keys);
                 if (!instruction) return std::unexpected(instruction.error().message);
                 return *std::move(instruction);
               });
  }));
  sub->add_option("KEY", arguments->keys, "up to 8 keys; none takes the right from all");
  sub = with_agent(verb("logs", "what it did, oldest first, with its events", logs));
  sub->add_option("--limit", arguments->limit, "newest transactions to show, up to 1000")->capture_default_str();
}

}  // namespace zestron::cli
