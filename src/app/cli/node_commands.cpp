#include "app/cli/node_commands.hpp"

#include "app/cli/printing_narrator.hpp"
#include "app/node/demo_setup.hpp"
#include "app/node/node.hpp"
#include "chain/bank/genesis.hpp"
#include "codec/base58.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <thread>

namespace zestron::cli {
namespace {

struct Arguments {
  node::NodeOptions node;
  std::string data;
  std::string speed = "1";
  std::uint64_t slot_ms = 400;
  std::string market;
  std::uint64_t ticks = 0;
  std::string accounts;                    // file
  std::vector<std::string> spend_per_day;  // MINT=UNITS
  bool reset = false;
  std::string log_format = "text";
  std::uint64_t slow_call_ms = 1'000;
  std::string otlp;
  bool otlp_content = false;
};

// Blocks SIGINT and SIGTERM in every thread made from here on and hands them to one that stops the node: no handler runs in
// the middle of anything.
class SignalWatch {
 public:
  SignalWatch() {
    sigemptyset(&set_);
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  void watch(node::Node& target) {
    thread_ = std::thread([this, &target] {
      int signal = 0;
      sigwait(&set_, &signal);
      if (signal != SIGUSR1) {
        interrupted_ = true;
        target.stop();
      }
    });
  }
  void end() {
    if (!thread_.joinable()) return;
    pthread_kill(thread_.native_handle(), SIGUSR1);
    thread_.join();
  }
  ~SignalWatch() { end(); }
  [[nodiscard]] bool interrupted() const { return interrupted_; }

 private:
  sigset_t set_{};
  std::thread thread_;
  std::atomic<bool> interrupted_{false};
};

void greet(const Console& console, const node::NodeFacts& facts, const std::vector<node::DemoSample>& samples) {
  console.line(fmt::format("data        {}", facts.data.string()));
  if (facts.resumed) {
    const auto& r = facts.recovery;
    console.line(
        fmt::format("resumed     at slot {}: {} slots replayed from {} in {} ms", r.last.value(), r.slots_replayed,
                    r.snapshot.value() == 0 ? "genesis" : fmt::format("the snapshot of slot {}", r.snapshot.value()),
                    std::chrono::duration_cast<std::chrono::milliseconds>(r.took).count()));
    if (r.torn_bytes > 0) {
      console.line(fmt::format("            {} bytes of a slot that was never confirmed were set aside in {}",
                               r.torn_bytes, r.torn_file.string()));
    }
    for (const auto& path : r.damaged_snapshots)
      console.line("            a damaged snapshot was renamed to " + path.string());
  }
  console.line(fmt::format("JSON-RPC    {}   PubSub {}", facts.rpc_url, facts.pubsub_url));
  console.line(fmt::format("status      {}", facts.api_url));
  console.line(fmt::format("executor    {}", facts.executor));
  console.line(fmt::format("ready       after {} ms", facts.ready_after.count()));
  if (!samples.empty()) {
    const auto agent = codec::to_base58(samples.front().agent());
    console.line("");
    console.line("Look at it from another terminal:");
    for (const auto& sample : samples)
      console.line(fmt::format("  bin/zestron agent show {}{}", codec::to_base58(sample.agent()),
                               samples.size() == 1 ? "" : "      " + std::string(sample.name)));
    console.line(
        fmt::format("  curl {} -H 'content-type: application/json' -d "
                    "'{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getAccountInfo\","
                    "\"params\":[\"{}\",{{\"encoding\":\"base64\",\"commitment\":\"confirmed\"}}]}}'",
                    facts.rpc_url, agent));
    console.line(
        fmt::format("  solana -u {} account {}      (where the Solana CLI is installed)", facts.rpc_url, agent));
    console.line("");
  }
}

void part(const Console& console, const node::NodeFacts& facts, bool demo) {
  const char* verb = demo ? "demo" : "node";
  console.line("");
  console.line(fmt::format("stopped; everything that was confirmed is in {}", facts.data.string()));
  console.line(fmt::format("continue    bin/zestron {}", verb));
  console.line(fmt::format("start anew  bin/zestron {} --reset", verb));
  console.line(fmt::format("delete      rm -r {}", facts.data.string()));
}

std::optional<policy::MintCap> parse_cap(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const auto mint = codec::from_base58<Pubkey>(text.substr(0, equals));
  const auto* begin = text.data() + equals + 1;
  const auto* end = text.data() + text.size();
  std::uint64_t units = 0;
  const auto [stopped, error] = std::from_chars(begin, end, units);
  if (!mint || begin == end || error != std::errc() || stopped != end) return std::nullopt;
  return policy::MintCap{.mint = *mint, .per_day_max = units};
}

int run(const Options& options, Arguments arguments, bool demo) {
  const Console console(options.output == "json");
  auto& node_options = arguments.node;
  node_options.demo = demo;
  node_options.data = arguments.data.empty() ? node::DataFolder::default_path(demo ? "demo" : "node")
                                             : std::filesystem::path(arguments.data);
  node_options.slot = std::chrono::milliseconds(arguments.slot_ms);
  node_options.slow_call = std::chrono::milliseconds(arguments.slow_call_ms);
  node_options.log = log::Log::to_stderr(arguments.log_format == "json" ? log::Format::kJson : log::Format::kText);
  node_options.telemetry = node::open_telemetry_from([](const char* name) { return std::getenv(name); });
  if (!arguments.otlp.empty()) node_options.telemetry.endpoint = arguments.otlp;
  node_options.telemetry.content = arguments.otlp_content;
  if (!arguments.market.empty()) node_options.market = arguments.market;
  if (arguments.ticks > 0) node_options.ticks_max = arguments.ticks;
  for (const auto& text : arguments.spend_per_day) {
    const auto cap = parse_cap(text);
    if (!cap) return console.usage("--spend-per-day takes MINT=UNITS, and '" + text + "' is none");
    node_options.spending_per_day.push_back(*cap);
  }
  if (!arguments.accounts.empty()) {
    const auto accounts = infra::read_file(arguments.accounts);
    if (!accounts) return console.failed(accounts.error().message);
    if (!nlohmann::json::parse(as_text(*accounts), nullptr, false).is_array())
      return console.failed(arguments.accounts + " holds no JSON list of accounts");
    node_options.accounts_json = as_text(*accounts);
  }
  if (arguments.speed == "max") {
    node_options.speed = 0;
  } else {
    char* end = nullptr;
    node_options.speed = std::strtod(arguments.speed.c_str(), &end);
    if (*end != '\0' || !(node_options.speed > 0 && node_options.speed <= 10'000)) {
      return console.usage("--speed takes a factor above 0 and up to 10000, or max");
    }
  }
  std::vector<node::DemoSample> samples;
  if (demo) {
    auto chosen = node::choose_samples(node_options.demo_agents);
    if (!chosen) return console.usage("--agents: " + chosen.error());
    samples = *std::move(chosen);
  }
  if (arguments.reset) {
    const auto folder = node::DataFolder::open(node_options.data);
    if (!folder) return console.failed(folder.error().message);
    if (auto done = folder->reset(); !done) return console.failed(done.error().message);
  }

  SignalWatch signals;
  PrintingNarrator narrator(console);
  auto node = node::Node::start(node_options, narrator);
  if (!node) return console.failed(node.error());
  const auto& facts = (*node)->facts();
  if (console.json()) {
    const nlohmann::ordered_json started{{"type", "started"},
                                         {"rpc", facts.rpc_url},
                                         {"pubsub", facts.pubsub_url},
                                         {"api", facts.api_url},
                                         {"data", facts.data.string()},
                                         {"market", facts.market},
                                         {"executor", facts.executor},
                                         {"slot", facts.recovery.last.value()},
                                         {"readyMs", facts.ready_after.count()}};
    std::printf("%s\n", started.dump().c_str());
    std::fflush(stdout);
  } else {
    console.line("market      " + facts.market);
    greet(console, facts, samples);
  }
  signals.watch(**node);
  const auto outcome = (*node)->run();
  signals.end();
  (*node)->close();
  if (!outcome) return console.failed(outcome.error());
  part(console, facts, demo);
  return kExitOk;
}

void add_node_options(CLI::App& verb, Arguments& arguments, Options& options) {
  verb.add_option("--data", arguments.data, "data folder (default: $XDG_DATA_HOME/zestron/" + verb.get_name() + ")");
  verb.add_option("--bind", arguments.node.bind,
                  "address to listen on; other than loopback it wants --tls-cert, --tls-key and --token-file")
      ->capture_default_str();
  verb.add_option("--tls-cert", arguments.node.tls_certificate, "PEM file: certificate and the chain behind it");
  verb.add_option("--tls-key", arguments.node.tls_key, "PEM file: the certificate's key");
  verb.add_option("--token-file", arguments.node.token_file,
                  "ask clients for the token in this file: `Authorization: Bearer TOKEN`, or the URL's path");
  verb.add_option("--calls-per-second", arguments.node.calls_per_second,
                  "JSON-RPC and PubSub calls that one address may make; 0: any number")
      ->capture_default_str();
  verb.add_option("--slow-call-ms", arguments.slow_call_ms, "log calls that take longer; 0: none")
      ->capture_default_str();
  verb.add_option("--log-format", arguments.log_format, "of what goes to standard error: text or json")
      ->capture_default_str()
      ->check(CLI::IsMember({"text", "json"}));
  verb.add_option("--rpc-port", arguments.node.rpc_port, "Solana JSON-RPC; PubSub is on the next port")
      ->capture_default_str();
  verb.add_option("--api-port", arguments.node.api_port, "status page and probes")->capture_default_str();
  verb.add_option("--slot-ms", arguments.slot_ms, "length of a slot")
      ->capture_default_str()
      ->check(CLI::Range(1, 60'000));
  verb.add_option("--slots-per-epoch", arguments.node.slots_per_epoch, "slots of an epoch, for a new chain")
      ->capture_default_str()
      ->check(CLI::Range(32, 432'000));
  verb.add_option("--history", arguments.node.history_slots,
                  "slots whose blocks and transactions can be asked for; older ones leave memory and disk")
      ->capture_default_str()
      ->check(CLI::Range(64, 100'000'000));
  verb.add_option(
      "--market", arguments.market,
      "FILE (recorded), hermes (live) or sim:SEED (simulated); default: $ZESTRON_MARKET, else hermes, else sim:1");
  verb.add_option("--feed", arguments.node.feed, "Pyth feed id that the market's prices stand for (default: SOL/USD)");
  verb.add_option("--speed", arguments.speed, "ticks of a recorded or simulated market per slot length; max: no pause")
      ->capture_default_str();
  verb.add_option("--ticks", arguments.ticks, "end the market after so many ticks");
  verb.add_option("--clone", arguments.node.clone,
                  "take over an account or program of another cluster; where it is there already, it stays")
      ->allow_extra_args(false);
  verb.add_option("--clone-from", arguments.node.clone_from, "mainnet-beta, devnet, testnet, localhost or a URL")
      ->capture_default_str();
  verb.add_option(
          "--fork", arguments.node.fork,
          "go on from another cluster: its accounts and programs are taken over when RPC first asks for or uses them")
      ->type_name("URL");
  verb.add_option(
      "--accounts", arguments.accounts,
      "JSON list of accounts that a new chain begins with: pubkey, lamports, owner, data (base64), executable");
  verb.add_option("--model-cost-max", arguments.node.model_cost_max,
                  "millionths of a US dollar that one exchange with a language model may cost; 0: only what is free")
      ->capture_default_str();
  verb.add_option("--spend-per-day", arguments.spend_per_day,
                  "MINT=UNITS that all agents of this node together may spend in any 24 hours")
      ->allow_extra_args(false);
  verb.add_option(
          "--otlp", arguments.otlp,
          "OTLP/HTTP collector to send traces and metrics to (default: $OTEL_EXPORTER_OTLP_ENDPOINT, else none)")
      ->type_name("URL");
  verb.add_flag("--otlp-content", arguments.otlp_content, "traces hold prompts and answers too");
  verb.add_flag("--exit-at-end", arguments.node.exit_at_end, "stop when the market has ended");
  verb.add_option("--record-bytes", arguments.node.record_bytes_max,
                  "bound of the run's bundle, runs/ of the data folder (zestron replay); 0: none is written")
      ->capture_default_str();
  verb.add_flag(
      "--from-checkpoint", arguments.node.from_checkpoint,
      "agents go on from their newest checkpoint, not from all they were ever fed; the run's bundle begins there");
  verb.add_flag("--offline", arguments.node.offline, "make no outside call");
  verb.add_flag("--reset", arguments.reset, "delete the data folder's state first");
  add_output_option(verb, options);
}

}  // namespace

void add_node_commands(CLI::App& root, Options& options, std::function<int()>& run_chosen) {
  for (const bool demo : {false, true}) {
    const auto arguments = std::make_shared<Arguments>();
    auto* verb =
        root.add_subcommand(demo ? "demo" : "node", demo ? "a node with our programs, funded keys and sample agents"
                                                         : "a Solana node of your own with an agent runtime");
    add_node_options(*verb, *arguments, options);
    if (demo)
      verb->add_option("--agents", arguments->node.demo_agents,
                       "sample agents that it runs: names of examples/ with commas between, or all")
          ->capture_default_str();
    verb->callback([&options, &run_chosen, arguments, demo] {
      run_chosen = [&options, arguments, demo] { return run(options, *arguments, demo); };
    });
  }
}

}  // namespace zestron::cli
