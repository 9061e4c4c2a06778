// The wiring of a node. Every queue between its threads, with what happens when it is full:
//
//   from              to               what                     bound            when full
//   I/O threads       workers          JSON-RPC requests        4,096            HTTP 429               chain_rpc/workers
//   workers, loop     bank thread      verified transactions    20,000           Busy (-32005)          chain/inputs
//   bank thread       ledger thread    records of sealed slots  64 slots         bank thread waits      chain/ledger/writer_thread
//   bank thread       loop thread      the slot that is open    1                slot stays open        market_slots
//   bank, ledger      PubSub           slot records             by subscriber    slow reader is closed  chain_rpc/pubsub, infra/net
//   chain, clients    PubSub           slots, requests          65,536           every client closed    chain_rpc/pubsub
//   bank thread       loop thread      accounts that changed    a slot's own     cannot be              changed_accounts
//   start             bank thread      cloned accounts          1,024            start fails            chain/inputs
//   workers           bank thread      accounts of --fork       1,024            error to the client    chain/fork
//   hermes thread     bank thread      newest live price        1                newest wins            adapters/hermes
//   I/O threads       API workers      operations of REST, MCP   256              HTTP 429               chain_rpc/workers
//   any thread        MCP thread       log messages             1,024            left out and counted   api/mcp
//   loop, backtests   /ws              telemetry                by subscriber    slow reader is closed  api/streams, infra/net
//   API workers       backtest thread  backtests                4                HTTP 429               backtest_desk
//   loop thread       model thread     questions to models      256              not asked, told        adapters/llm
//   model thread      loop thread      answers                  256, as asked    cannot be              adapters/llm
//   loop thread       export thread    spans                    8,192            dropped and counted    infra/otlp
//   loop thread       checkpoints      agents as they stand     1                later slot's instead   past/keeper
//
// Threads: bank, ledger, two I/O, two RPC workers, two API workers, one of backtests, the loop (the caller of run()), one of language
// models, one of OTLP, one while a checkpoint of the agents is written, and those of the Solana runtime.
#include "app/embedded/embedded.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/agent_runner.hpp"
#include "app/node/api_token.hpp"
#include "app/node/asked_acts.hpp"
#include "app/node/clone.hpp"
#include "app/node/cluster_accounts.hpp"
#include "app/node/demo_keys.hpp"
#include "app/node/demo_setup.hpp"
#include "app/node/ledger_ticks.hpp"
#include "app/node/logging_narrator.hpp"
#include "app/node/market.hpp"
#include "app/node/market_slots.hpp"
#include "app/node/model_services.hpp"
#include "app/node/node.hpp"
#include "app/node/node_api.hpp"
#include "app/node/open_telemetry.hpp"
#include "app/node/run_bundle.hpp"
#include "app/node/telemetry.hpp"

#include "adapters/cluster/cluster_chain.hpp"
#include "adapters/cluster/http_client.hpp"
#include "adapters/hermes/hermes_market.hpp"
#include "adapters/keyfile/keyfile_signer.hpp"
#include "api/mcp/service.hpp"
#include "api/service.hpp"
#include "chain/chain.hpp"
#include "chain_rpc/server.hpp"
#include "chain_rpc/workers.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "infra/file/file.hpp"
#include "infra/metrics/metrics.hpp"
#include "infra/net/origin.hpp"
#include "infra/net/server.hpp"
#include "transact/journal/sqlite_journal.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <future>

namespace zestron::node {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Before the first tick the demo needs some dozens of slots to set up; their clock must lie before the market's.
constexpr std::int64_t kSetupSeconds = 3'600;
constexpr unsigned kIoThreads = 2;
constexpr unsigned kApiThreads = 2;
constexpr std::size_t kApiQueueMax = 256;
constexpr std::chrono::milliseconds kHermesPatience{2'000};
constexpr std::chrono::milliseconds kLandingMax{10'000};

std::int64_t now_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string genesis_json(const NodeOptions& options, std::optional<UnixMillis> first_tick, const domain::FeedId& feed) {
  nlohmann::json params{{"slotMs", options.slot.count()},
                        {"slotsPerEpoch", options.slots_per_epoch},
                        {"creationTime", first_tick ? first_tick->value() / 1000 - kSetupSeconds : now_seconds()}};
  if (options.demo) params["accounts"] = demo_genesis_accounts(pyth::receiver_program(), *Pubkey::from(feed.view()));
  if (!options.accounts_json.empty()) {
    const auto accounts = nlohmann::json::parse(options.accounts_json, nullptr, false);
    if (accounts.is_array()) {
      for (const auto& account : accounts) params["accounts"].push_back(account);
    }
  }
  return params.dump();
}

// The demo's keys follow from public text, a node's executor is its own. Files that are there are never touched.
std::expected<codec::Keypair, std::string> executor_keypair(const DataFolder& folder, bool demo) {
  const auto path = folder.keys() / file_name(DemoRole::kExecutor);
  if (demo) {
    for (const auto role : kDemoRoles) {
      const auto file = folder.keys() / file_name(role);
      if (fs::exists(file)) continue;
      if (auto kept = demo_keypair(role).write_new_file(file); !kept) return std::unexpected(kept.error().message);
    }
    for (const auto& program : embedded::programs()) {
      const auto file = folder.keys() / fmt::format("{}-program.json", program.name);
      if (fs::exists(file)) continue;
      if (auto kept = program_keypair(program.name).write_new_file(file); !kept)
        return std::unexpected(kept.error().message);
    }
  } else if (!fs::exists(path)) {
    if (auto kept = codec::Keypair::generate().write_new_file(path); !kept)
      return std::unexpected(kept.error().message);
  }
  auto keypair = codec::Keypair::read_file(path);
  if (!keypair) return std::unexpected(keypair.error().message);
  return *std::move(keypair);
}

std::string url(std::string_view scheme, const std::string& host, std::uint16_t port) {
  return host.find(':') == std::string::npos ? fmt::format("{}://{}:{}", scheme, host, port)
                                             : fmt::format("{}://[{}]:{}", scheme, host, port);
}

}  // namespace

struct Node::Impl {
  Impl(NodeOptions o, Narrator& n, DataFolder f) : options(std::move(o)), narrator(n), folder(std::move(f)) {}

  NodeOptions options;
  LoggingNarrator narrator;
  DataFolder folder;
  NodeFacts facts;
  Clock::time_point started = Clock::now();

  domain::FeedId feed;
  MarketRecord market;
  std::unique_ptr<events::MarketCursor> cursor;
  std::unique_ptr<PriceAccount> price;
  std::shared_ptr<ChangedAccounts> changed = std::make_shared<ChangedAccounts>();
  std::atomic<std::uint64_t> ticks_played{0};
  std::atomic<bool> market_over{false};

  std::unique_ptr<chain::Chain> chain;
  std::unique_ptr<Telemetry> telemetry;
  std::unique_ptr<NodeApi> control;
  std::unique_ptr<AskedActs> asked_acts;
  std::shared_ptr<api::mcp::Service> mcp;
  std::unique_ptr<chain_rpc::Workers> api_workers;
  std::unique_ptr<net::Loop> io;
  std::unique_ptr<chain_rpc::Server> rpc;
  std::unique_ptr<net::Server> status;
  std::shared_ptr<MarketSlots> slots;
  std::unique_ptr<transact::SqliteJournal> journal;
  std::unique_ptr<bundle::Recorder> recorder;
  std::atomic<bool> serving{false};  // what the pages read is there
  std::unique_ptr<OpenTelemetry> otel;
  std::unique_ptr<AgentRunner> runner;
  std::unique_ptr<DemoSetup> setup;
  std::vector<std::future<ports::ChainOutcome<Slot>>> cloned;
  bool closed = false;

  std::expected<void, std::string> choose_market();
  std::expected<void, std::string> open_chain(std::optional<UnixMillis> first_tick);
  std::expected<std::shared_ptr<chain::AccountSource>, std::string> upstream();
  std::expected<void, std::string> take_over();
  std::expected<void, std::string> listen();
  std::expected<void, std::string> prepare_agents();
  std::expected<void, std::string> past_ticks(Slot first, const std::function<void(Slot, const domain::Tick&)>& show);
  std::expected<void, std::string> describe_itself();
  std::optional<domain::Tick> next_tick(Slot slot);
  std::expected<std::shared_ptr<api::ApiService>, std::string> open_api(const std::string& public_token);
  api::Status current_status() const;
  api::NodeView node_view() const;
  metrics::Page metrics_page() const;
  std::expected<void, std::string> open_telemetry();

  events::MarketChoice choice;
};

std::expected<void, std::string> Node::Impl::choose_market() {
  const auto asked = options.feed.empty() ? std::optional(hermes::kSolUsd) : domain::parse_feed(options.feed);
  if (!asked) return std::unexpected("--feed must be a Pyth feed id, 64 hexadecimal digits");
  feed = *asked;
  const char* environment = std::getenv("ZESTRON_MARKET");
  auto chosen = events::select_market(
      {.option = options.market,
       .environment = environment != nullptr ? std::optional<std::string>(environment) : std::nullopt,
       .offline = options.offline,
       .hermes_answers = [this] { return hermes::answers({}, feed, kHermesPatience); }});
  if (!chosen) return std::unexpected(chosen.error().message);
  choice = *std::move(chosen);
  auto source = open_market(choice, feed);
  if (!source) return std::unexpected(source.error().message);
  // The reason ends in ": why"; what the market is, its own description says.
  const auto why = choice.reason.rfind(": ");
  facts.market = (*source)->info().description + (why == std::string::npos ? "" : choice.reason.substr(why));
  const auto identity = (*source)->info().identity;
  cursor = std::make_unique<events::MarketCursor>(*std::move(source));

  const auto known = load_market_record(folder);
  if (!known) return std::unexpected(known.error().message);
  if (*known && !folder.is_new()) {
    market = **known;
    if (market.identity != identity || market.feed != feed) {
      return std::unexpected(
          fmt::format("{} was made with the market {}, and this is {}; resume with the same --market, start anew with "
                      "--reset, or choose another folder with --data DIR",
                      folder.root().string(), market.identity, identity));
    }
  } else {
    market = {identity, feed, std::nullopt};
    if (auto kept = save_market_record(folder, market); !kept) return std::unexpected(kept.error().message);
  }
  return {};
}

std::expected<std::shared_ptr<chain::AccountSource>, std::string> Node::Impl::upstream() {
  if (options.fork.empty()) return nullptr;
  if (options.offline)
    return std::unexpected("--fork asks a cluster, and --offline makes no outside call: leave one out");
  const std::string url = cluster::expand_url(options.fork);
  auto client = cluster::RpcClient::connect(url);
  if (!client) return std::unexpected(client.error().message);
  narrator.notice(fmt::format("accounts that are not here are taken over from {} when they are asked for", url));
  return std::make_shared<ClusterAccounts>(*std::move(client));
}

std::expected<void, std::string> Node::Impl::open_chain(std::optional<UnixMillis> first_tick) {
  facts.resumed = !folder.is_new();
  auto fork_from = upstream();
  if (!fork_from) return std::unexpected(std::move(fork_from.error()));
  auto opened = chain::Chain::open({.data_dir = folder.chain(),
                                    .genesis_json = genesis_json(options, first_tick, feed),
                                    .history_slots_max = options.history_slots,
                                    .fork_from = *std::move(fork_from),
                                    .notice = [this](const std::string& line) { narrator.notice(line); }});
  if (!opened) return std::unexpected(opened.error().message);
  chain = *std::move(opened);
  facts.recovery = chain->recovery();

  const auto rent = chain->rent_exempt_minimum(pyth::kPriceUpdateV2Size);
  price = std::make_unique<PriceAccount>(feed, Lamports(rent.value_or(0)));
  if (const auto account = chain->account(price->address(), Commitment::kProcessed)) price->resume(*account);

  const auto next = facts.recovery.last.value() + 1;
  if (market.begins && market.begins->value() > next)
    market.begins = std::nullopt;  // the slot it began in was never confirmed
  if (market.begins) {
    ticks_played = next - market.begins->value();
    // A recording that ended has fewer ticks than slots went by since; then there is nothing to resume, only its end.
    const auto info = cursor->info();
    const auto at = info.ticks ? std::min<std::uint64_t>(ticks_played, *info.ticks) : ticks_played.load();
    if (auto placed = cursor->resume_at(at); !placed) return std::unexpected(placed.error().message);
  }
  return {};
}

std::optional<domain::Tick> Node::Impl::next_tick(Slot slot) {
  if (market_over) return std::nullopt;
  if (options.ticks_max && cursor->position() >= *options.ticks_max) {
    market_over = true;
    return std::nullopt;
  }
  const auto tick = cursor->next();
  if (!tick) {
    narrator.notice(tick.error().message);
    return std::nullopt;
  }
  if (!*tick) {
    if (cursor->ended()) market_over = true;
    return std::nullopt;
  }
  if (!market.begins) {
    market.begins = slot;
    if (auto kept = save_market_record(folder, market); !kept) narrator.notice(kept.error().message);
  }
  ++ticks_played;
  return (*tick)->tick;
}

// Queued before the chain starts, so the writes stand at the beginning of its next slot, and in the ledger.
std::expected<void, std::string> Node::Impl::take_over() {
  std::vector<Pubkey> missing;
  for (const std::string& text : options.clone) {
    const auto key = codec::from_base58<Pubkey>(text);
    if (!key) return std::unexpected(text + " is no address: --clone takes base58 of 32 bytes");
    const auto ours = chain->account(*key, Commitment::kProcessed);
    if (!ours || !*ours) missing.push_back(*key);
  }
  if (missing.empty()) return {};
  if (options.offline)
    return std::unexpected("--clone asks a cluster, and --offline makes no outside call: leave one out");
  const std::string url = cluster::expand_url(options.clone_from);
  narrator.notice(fmt::format("cloning {} addresses from {}", missing.size(), url));
  auto client = cluster::RpcClient::connect(url);
  if (!client) return std::unexpected(client.error().message);
  cluster::ClusterChain from(*std::move(client));
  auto writes = clone_accounts(from, missing);
  if (!writes) return std::unexpected(std::move(writes.error()));
  for (chain::HostWrite& write : *writes) cloned.push_back(chain->write_account(std::move(write)));
  return {};
}

std::expected<void, std::string> Node::Impl::listen() {
  io = std::make_unique<net::Loop>(kIoThreads);
  std::expected<std::string, std::string> token;
  if (!options.token_file.empty()) token = read_token(options.token_file);
  if (!token) return std::unexpected(std::move(token.error()));
  const net::TlsFiles tls{.certificate = options.tls_certificate, .key = options.tls_key};
  auto rpc_server = chain_rpc::Server::open(
      *io, *chain,
      {.address = options.bind,
       .port = options.rpc_port,
       .desk = {.calls_per_second = options.calls_per_second, .slow_call = options.slow_call, .log = options.log},
       .token = *token,
       .tls = tls});
  if (!rpc_server) return std::unexpected(rpc_server.error().message);
  rpc = *std::move(rpc_server);
  auto service = open_api(*token);
  if (!service) return std::unexpected(std::move(service.error()));
  auto status_server = net::Server::listen(*io,
                                           {.address = options.bind,
                                            .port = options.api_port,
                                            .port_flag = "--api-port",
                                            .limits = {.body_bytes_max = 4 * api::kBodyBytesMax},
                                            .token = *token,
                                            .tls = tls},
                                           *std::move(service));
  if (!status_server) return std::unexpected(status_server.error().message);
  status = *std::move(status_server);
  const std::string scheme = tls.empty() ? "" : "s";
  facts.rpc_url = url("http" + scheme, options.bind, rpc->port());
  facts.pubsub_url = url("ws" + scheme, options.bind, static_cast<std::uint16_t>(rpc->port() + 1));
  facts.api_url = url("http" + scheme, options.bind, status->port());
  return {};
}

// Beyond loopback the one header has one token, that of --token-file, for everything.
std::expected<std::shared_ptr<api::ApiService>, std::string> Node::Impl::open_api(const std::string& public_token) {
  auto token = load_or_make_api_token(folder);
  if (!token) return std::unexpected(std::move(token.error()));
  control = std::make_unique<NodeApi>(*chain, folder, *telemetry, recorder != nullptr, [this] { return node_view(); });
  api_workers = std::make_unique<chain_rpc::Workers>(kApiThreads, kApiQueueMax);
  asked_acts = std::make_unique<AskedActs>(folder, *control, narrator);
  const auto submit = [this](std::function<void()> task) { return api_workers->submit(std::move(task)); };
  const auto& secret = public_token.empty() ? *token : public_token;
  mcp = std::make_shared<api::mcp::Service>(
      *control, submit,
      [this](const api::Operation& operation, const nlohmann::json& parameters) {
        return asked_acts->ask(operation, parameters);
      },
      api::mcp::Options{.token = secret});
  narrator.log_to([service = mcp](api::mcp::Level level, std::string_view logger, nlohmann::json data) {
    service->log(level, logger, std::move(data));
  });
  auto service = std::make_shared<api::ApiService>(
      api::StatusService([this] { return current_status(); }, [this] { return metrics_page().text(); }),
      api::Rest(*control, submit, secret), telemetry->streams().shared_from_this());
  service->mount("/mcp", mcp);
  return service;
}

std::expected<void, std::string> Node::Impl::prepare_agents() {
  auto executor = executor_keypair(folder, options.demo);
  if (!executor) return std::unexpected(executor.error());
  facts.executor = codec::to_base58(executor->pubkey());
  if (options.demo) {
    auto samples = choose_samples(options.demo_agents);
    if (!samples) return std::unexpected(samples.error());
    if (auto prepared = prepare_samples(folder, *samples); !prepared) return prepared;
    setup = std::make_unique<DemoSetup>(*chain, narrator,
                                        DemoPlan{embedded::programs(), *std::move(samples), first_tick(choice, feed)});
  }
  auto opened = transact::SqliteJournal::open(folder.journal(), transact::SqliteJournal::Read::kWhenDue);
  if (!opened) return std::unexpected(opened.error().message);
  journal = std::make_unique<transact::SqliteJournal>(*std::move(opened));
  const auto earlier = journal->newest(kIntentsKept);
  if (!earlier) return std::unexpected(earlier.error().message);
  telemetry = std::make_unique<Telemetry>(std::make_shared<api::Streams>(
      fmt::format("{}-{}", std::chrono::system_clock::now().time_since_epoch().count(), ::getpid())));
  telemetry->begin_with(*earlier);
  if (auto opened_telemetry = open_telemetry(); !opened_telemetry) return opened_telemetry;
  if (options.record_bytes_max != 0) {
    auto opened_bundle = open_bundle(folder, options.record_bytes_max, market, chain->genesis_hash());
    if (!opened_bundle) return std::unexpected(opened_bundle.error().message);
    recorder = std::make_unique<bundle::Recorder>(*std::move(opened_bundle));
  }
  auto services = open_services(folder, narrator,
                                {.cost_max = ports::MicroUsd(options.model_cost_max),
                                 .tracer = otel ? &otel->tracer() : nullptr,
                                 .bundle = recorder.get()});
  if (!services) return std::unexpected(services.error());
  services->node_spending = options.spending_per_day;
  runner = std::make_unique<AgentRunner>(*chain, *journal, folder, narrator,
                                         std::make_unique<keyfile::KeyfileSigner>(*std::move(executor)),
                                         *std::move(services));
  runner->watch(*telemetry);
  if (otel) runner->trace_to(otel->tracer());
  if (recorder) runner->record_to(*recorder);
  if (!options.from_checkpoint) runner->feed_whole_past();
  chain->observe(changed);
  runner->watch(*changed);
  return runner->restore(facts.recovery.last, [this](Slot from, const auto& show) { return past_ticks(from, show); });
}

std::expected<void, std::string> Node::Impl::open_telemetry() {
  if (!options.telemetry.on()) return {};
  for (const auto signal : {otlp::Signal::kTraces, otlp::Signal::kMetrics}) {
    const auto collector = cluster::Url::parse(url_of(options.telemetry, signal));
    if (options.offline && collector && !net::is_loopback_host(collector->host))
      return std::unexpected("telemetry goes to another host, and --offline makes no outside call: leave one out");
  }
  auto opened = OpenTelemetry::open(
      options.telemetry, folder, narrator,
      {.families = [this] { return serving ? metrics_page().families() : std::vector<metrics::Family>(); },
       .landing = [this](const Signature& signature) -> std::optional<Landing> {
         const auto found = chain->history().transaction(signature);
         if (!found) return std::nullopt;
         const auto& transaction = found->record->transactions.at(found->index);
         return Landing{transaction.compute_units, Lamports(transaction.fee)};
       },
       .instance = fmt::format("{}-{}", codec::to_base58(chain->genesis_hash()).substr(0, 8), ::getpid())});
  if (!opened) return std::unexpected(opened.error());
  otel = *std::move(opened);
  return {};
}

// A recording or a simulation tells its past again, exactly; of a live market only the ledger knows what was seen.
std::expected<void, std::string> Node::Impl::past_ticks(Slot from,
                                                        const std::function<void(Slot, const domain::Tick&)>& show) {
  const auto last = facts.recovery.last;
  if (!market.begins || from > last) return {};
  const auto first = std::max(from, *market.begins);
  if (choice.kind == events::MarketKind::kHermes) {
    return ledger_ticks(folder.chain(), chain->genesis_hash(), price->address(), first, last, show);
  }
  auto source = open_market(choice, feed);
  if (!source) return std::unexpected(source.error().message);
  const auto passed = (*source)->skip(first.value() - market.begins->value());
  if (!passed) return std::unexpected(passed.error().message);
  for (auto slot = first.value(); slot <= last.value(); ++slot) {
    const auto tick = (*source)->next();
    if (!tick) return std::unexpected(tick.error().message);
    if (!*tick || (options.ticks_max && slot - market.begins->value() >= *options.ticks_max)) break;
    show(Slot(slot), **tick);
  }
  return {};
}

std::expected<void, std::string> Node::Impl::describe_itself() {
  nlohmann::json json{{"pid", ::getpid()},
                      {"rpc", facts.rpc_url},
                      {"pubsub", facts.pubsub_url},
                      {"api", facts.api_url},
                      {"tokenFile", options.token_file.empty() ? api_token_path(folder).string()
                                                               : fs::absolute(options.token_file).string()},
                      {"executor", facts.executor},
                      {"market", facts.market},
                      {"genesisHash", codec::to_base58(chain->genesis_hash())}};
  if (options.demo) json["keypair"] = (folder.keys() / file_name(DemoRole::kOwner)).string();
  if (auto kept = infra::write_file_atomically(folder.root() / "node.json", as_bytes(json.dump(2)), 0600); !kept) {
    return std::unexpected(kept.error().message);
  }
  return {};
}

api::Status Node::Impl::current_status() const {
  const auto bounds = chain->bounds();
  api::Status out;
  out.trouble = chain->trouble();
  out.ready = out.trouble.empty();
  out.facts = {{"market", facts.market},
               {"processed slot", std::to_string(bounds.processed.value())},
               {"confirmed slot", std::to_string(bounds.confirmed.value())},
               {"finalized slot", std::to_string(bounds.finalized.value())},
               {"ticks played", std::to_string(ticks_played.load())},
               {"JSON-RPC", facts.rpc_url},
               {"PubSub", facts.pubsub_url},
               {"genesis", codec::to_base58(chain->genesis_hash())},
               {"data", folder.root().string()}};
  return out;
}

api::NodeView Node::Impl::node_view() const {
  const auto bounds = chain->bounds();
  return {.market = facts.market,
          .rpc_url = facts.rpc_url,
          .pubsub_url = facts.pubsub_url,
          .genesis = codec::to_base58(chain->genesis_hash()),
          .executor = facts.executor,
          .processed = bounds.processed.value(),
          .confirmed = bounds.confirmed.value(),
          .finalized = bounds.finalized.value(),
          .ticks = ticks_played.load(),
          .trouble = chain->trouble()};
}

metrics::Page Node::Impl::metrics_page() const {
  metrics::Page page;
  rpc->write(page);
  const auto bounds = chain->bounds();
  page.gauge("zestron_slot", "Newest slot of a commitment.");
  page.sample({{"commitment", "processed"}}, bounds.processed.value());
  page.sample({{"commitment", "confirmed"}}, bounds.confirmed.value());
  page.sample({{"commitment", "finalized"}}, bounds.finalized.value());
  page.gauge("zestron_chain_waiting", "What waits in a queue of the chain.");
  for (const auto& queue : chain->queues()) page.sample({{"queue", queue.name}, {"unit", queue.unit}}, queue.waiting);
  page.gauge("zestron_chain_waiting_max", "Bound of that queue.");
  for (const auto& queue : chain->queues()) page.sample({{"queue", queue.name}, {"unit", queue.unit}}, queue.bound);
  page.gauge("zestron_healthy", "1 while the chain makes slots.");
  page.sample({}, std::uint64_t{chain->trouble().empty() ? 1U : 0U});
  page.counter("zestron_ticks_total", "Ticks of the market that were played.");
  page.sample({}, ticks_played.load());
  if (otel) otel->write(page);
  return page;
}

Node::Node(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Node::~Node() { close(); }
const NodeFacts& Node::facts() const { return impl_->facts; }

std::expected<std::unique_ptr<Node>, std::string> Node::start(NodeOptions options, Narrator& narrator) {
  auto folder = DataFolder::open(options.data);
  if (!folder) return std::unexpected(folder.error().message);
  auto impl = std::make_unique<Impl>(std::move(options), narrator, *std::move(folder));
  impl->facts.data = impl->folder.root();

  if (auto ok = impl->choose_market(); !ok) return std::unexpected(ok.error());
  const auto first = impl->folder.is_new() ? first_tick(impl->choice, impl->feed) : std::nullopt;
  const auto first_at = first ? std::optional(first->published) : std::nullopt;
  if (auto ok = impl->open_chain(first_at); !ok) return std::unexpected(ok.error());
  if (auto ok = impl->take_over(); !ok) return std::unexpected(ok.error());
  if (auto ok = impl->prepare_agents(); !ok) return std::unexpected(ok.error());
  if (auto ok = impl->listen(); !ok) return std::unexpected(ok.error());
  if (auto ok = impl->describe_itself(); !ok) return std::unexpected(ok.error());

  const auto& o = impl->options;
  const auto length = o.speed > 0 ? std::chrono::nanoseconds(static_cast<std::int64_t>(
                                        static_cast<double>(std::chrono::nanoseconds(o.slot).count()) / o.speed))
                                  : std::chrono::nanoseconds(0);
  auto* raw = impl.get();
  impl->slots = std::make_shared<MarketSlots>(
      MarketSlotsOptions{length, o.slot, impl->choice.kind == events::MarketKind::kHermes},
      [raw](Slot slot) { return raw->next_tick(slot); },
      [raw](const domain::Tick& tick, Slot slot) { return raw->price->write(tick, slot); });
  if (!o.demo) impl->slots->begin_market();
  impl->chain->start(impl->slots);
  for (auto& write : impl->cloned) {
    if (auto done = write.get(); !done) return std::unexpected("cannot clone: " + done.error().message);
  }
  impl->serving = true;
  impl->facts.ready_after = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - impl->started);
  return std::unique_ptr<Node>(new Node(std::move(impl)));
}

std::expected<void, std::string> Node::run() {
  auto& node = *impl_;
  bool setting_up = node.setup != nullptr;
  bool told_end = false;
  while (const auto slot = node.slots->attend()) {
    std::expected<void, std::string> outcome;
    if (setting_up) {
      const auto done = node.setup->advance();
      if (!done) outcome = std::unexpected(done.error());
      if (done && *done) {
        setting_up = false;
        node.slots->begin_market();
      }
    } else {
      outcome = node.runner->on_slot(*slot);
      if (node.market_over && !told_end && !node.runner->busy()) {
        told_end = true;
        const auto totals = node.runner->totals();
        node.narrator.market_ended(slot->slot, totals.trades, totals.net);
        // The slot stays open meanwhile, so that how many there are does not depend on the disk.
        if (node.options.exit_at_end) {
          node.runner->let_land(kLandingMax);
          stop();
        }
      }
    }
    node.slots->done(slot->slot);
    node.chain->wake();
    if (!outcome) return outcome;
    if (auto trouble = node.chain->trouble(); !trouble.empty()) return std::unexpected(std::move(trouble));
  }
  return {};
}

void Node::stop() {
  impl_->slots->close();
  impl_->chain->wake();
}

void Node::close() {
  auto& node = *impl_;
  if (std::exchange(node.closed, true)) return;
  if (node.slots) stop();
  if (node.rpc) node.rpc->stop();
  if (node.status) node.status->stop();
  node.narrator.log_to({});
  if (node.mcp) node.mcp->stop();
  if (node.asked_acts) node.asked_acts->stop();
  if (node.control) node.control->stop();
  if (node.api_workers) node.api_workers->stop();
  if (node.chain) node.chain->stop();
  if (node.otel) node.otel->stop();
  if (node.recorder) {
    node.recorder->finish(bundle::End::Reason::kStopped);
    if (!node.recorder->trouble().empty()) node.narrator.notice("the run's bundle: " + node.recorder->trouble());
  }
  std::error_code ec;
  fs::remove(node.folder.root() / "node.json", ec);
}

}  // namespace zestron::node
