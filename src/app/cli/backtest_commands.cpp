#include "app/cli/backtest_commands.hpp"

#include "adapters/onnx/onnx_models.hpp"
#include "adapters/onnx/onnx_provider.hpp"
#include "agent/config.hpp"
#include "backtest/backtest.hpp"
#include "backtest/report.hpp"
#include "backtest/testimony.hpp"
#include "bundle/recorder.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "events/recorded/recorded_market.hpp"
#include "events/select_market.hpp"
#include "events/simulated/simulated_market.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace zestron::cli {
namespace {

namespace fs = std::filesystem;
using backtest::Report;

/// Of a simulated market, which never ends.
constexpr std::uint64_t kSimulatedTicks = 100'000;

struct Arguments {
  std::string config, market;
  std::optional<std::uint32_t> fee_bps, slippage_bps;
  std::optional<std::uint64_t> pool_depth_micros;
  std::uint32_t pool_fee_bps = 30;
  std::int64_t latency_ms = 0, period_ms = 3'600'000;
  std::uint64_t first_slot = 1;
  std::optional<std::uint64_t> ticks;
  std::string agent;
  std::vector<std::string> models;
  std::string runtime_library;
  std::string observations;
  std::string json, html, record, answers, bundle, verify;
};

template <class T>
using Maybe = std::expected<T, std::string>;

struct Series {
  events::MarketInfo info;
  std::vector<domain::Tick> ticks;
};

Maybe<Series> read_series(const Arguments& arguments, const domain::FeedId& feed) {
  const auto choice = events::select_market(
      {.option = arguments.market, .environment = std::nullopt, .offline = true, .hermes_answers = {}});
  if (!choice) return std::unexpected(choice.error().message);
  if (choice->kind == events::MarketKind::kHermes)
    return std::unexpected("a live market cannot be run again; name a file or sim:SEED");
  auto source = choice->kind == events::MarketKind::kFile
                    ? events::open_recorded_market(choice->file, feed)
                    : events::MarketOutcome<std::unique_ptr<events::MarketSource>>(
                          events::make_simulated_market(choice->seed, feed));
  if (!source) return std::unexpected(source.error().message);
  Series out{(*source)->info(), {}};
  const auto most = arguments.ticks.value_or(out.info.ticks.value_or(kSimulatedTicks));
  while (out.ticks.size() < most) {
    const auto tick = (*source)->next();
    if (!tick) return std::unexpected(tick.error().message);
    if (!*tick) break;
    out.ticks.push_back(**tick);
  }
  return out;
}

Maybe<agent::Config> read_config(const std::string& path) {
  const auto text = infra::read_file(path);
  if (!text) return std::unexpected(text.error().message);
  auto config = agent::Config::parse(as_text(*text));
  if (!config) return std::unexpected(path + ": " + config.error().message);
  return *std::move(config);
}

// Those named, else all ONNX files beside the config; which of them an agent means it says by hash.
Maybe<void> add_models(onnx::OnnxProvider& provider, const Arguments& arguments) {
  std::vector<fs::path> files(arguments.models.begin(), arguments.models.end());
  if (files.empty()) {
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(fs::path(arguments.config).parent_path(), ec)) {
      if (entry.path().extension() == ".onnx") files.push_back(entry.path());
    }
  }
  for (const auto& file : files) {
    auto bytes = infra::read_file(file);
    if (!bytes) return std::unexpected(bytes.error().message);
    provider.add(*std::move(bytes));
  }
  return {};
}

backtest::Costs costs_of(const Arguments& arguments) {
  if (arguments.pool_depth_micros) return backtest::PoolCosts{*arguments.pool_depth_micros, arguments.pool_fee_bps};
  if (arguments.fee_bps || arguments.slippage_bps)
    return backtest::ProportionalCosts{{arguments.fee_bps.value_or(0), arguments.slippage_bps.value_or(0)}};
  return backtest::OwnCosts{};
}

Maybe<void> write(const std::string& path, std::string_view text) {
  if (path.empty()) return {};
  if (auto kept = infra::write_file_atomically(path, as_bytes(text)); !kept)
    return std::unexpected(kept.error().message);
  return {};
}

std::string money(std::int64_t micros) { return fmt::format("{:.2f}", static_cast<double>(micros) / 1e6); }

void print_paper(const Console& console, const Report& report) {
  const auto& subject = report.subject;
  console.line("costs       " + backtest::describe_costs(report));
  console.line(fmt::format("latency     {} ms", report.settings.latency_ms));
  console.line(fmt::format("equity      {} to {} {}, {:+.2f} %; buy and hold {:+.2f} %", money(report.start_micros),
                           money(report.end_micros), subject.quote, 100 * report.gain(), 100 * report.holding_gain()));
  console.line(fmt::format("drawdown    {:.2f} %", 100 * report.drawdown.share));
  console.line(report.sharpe ? fmt::format("sharpe      {:.2f} a year, from {} returns of {} s", *report.sharpe,
                                           report.periods, report.settings.period_ms / 1000)
                             : "sharpe      too few returns");
  console.line(fmt::format("trades      {}{}", report.trades.size(), report.open ? " and an open one" : ""));
}

void print(const Console& console, const Report& report, const Hash& hash) {
  const auto& subject = report.subject;
  console.line(fmt::format("agent       {}  config {}", subject.agent, codec::hex_encode(subject.config.view())));
  console.line(fmt::format("market      {}, {} ticks", subject.description, subject.ticks));
  if (report.on_paper()) {
    print_paper(console, report);
  } else {
    console.line(fmt::format("paper       {}", backtest::kNotOnPaper));
  }
  for (const auto& [action, count] : report.acted.done) console.line(fmt::format("done        {} × {}", count, action));
  for (const auto& [action, count] : report.acted.failed)
    console.line(fmt::format("failed      {} × {}", count, action));
  for (const auto& line : backtest::describe_moved(report.acted)) console.line("moved       " + line);
  for (const auto& [mint, amount] : report.acted.holdings)
    console.line(fmt::format("holds       {} units of {}", amount, codec::to_base58(mint)));
  for (const auto& [pool, stake] : report.acted.stakes)
    console.line(fmt::format("staked      {} units in {}, and {} to claim", stake.staked, codec::to_base58(pool),
                             stake.rewards));
  if (!report.answers.empty()) console.line(fmt::format("answers     {} of models", report.answers.size()));
  console.line(fmt::format("hash        {}", codec::hex_encode(hash.view())));
}

Maybe<backtest::Input> input_of(const Arguments& arguments, const agent::Config& config, const Series& series) {
  backtest::Input input{.config = config,
                        .ticks = series.ticks,
                        .market = series.info,
                        .settings = {.costs = costs_of(arguments),
                                     .latency_ms = arguments.latency_ms,
                                     .period_ms = arguments.period_ms,
                                     .first_slot = Slot(arguments.first_slot)},
                        .agent = {}};
  if (!arguments.agent.empty()) {
    const auto key = codec::from_base58<Pubkey>(arguments.agent);
    if (!key) return std::unexpected(fmt::format("'{}' is no address: expected 32 bytes in base58", arguments.agent));
    input.agent = *key;
  }
  return input;
}

/// Writes the run as a node would, so that `zestron replay` takes it.
class Scribe final : public backtest::Witness {
 public:
  static Maybe<std::unique_ptr<Scribe>> open(const std::string& folder, const agent::Config& config,
                                             const Pubkey& agent, const events::MarketInfo& market) {
    const nlohmann::json about{{"market", market.identity}, {"backtest", true}};
    auto recorder = bundle::Recorder::open({.folder = folder, .about = about.dump()});
    if (!recorder) return std::unexpected(recorder.error().message);
    recorder->begins(agent, config.canonical());
    return std::unique_ptr<Scribe>(new Scribe(*std::move(recorder)));
  }
  void fed(const domain::Event& event, bool begins_tick, const agent::Runtime& runtime,
           const agent::Step& step) override {
    recorder_.fed(event, begins_tick);
    recorder_.outcome(runtime, step);
  }
  Maybe<void> end() {
    recorder_.finish(bundle::End::Reason::kStopped);
    if (!recorder_.trouble().empty()) return std::unexpected("the bundle: " + recorder_.trouble());
    return {};
  }

 private:
  explicit Scribe(bundle::Recorder recorder) : recorder_(std::move(recorder)) {}
  bundle::Recorder recorder_;
};

Maybe<Report> run_backtest(const Arguments& arguments) {
  const auto config = read_config(arguments.config);
  if (!config) return std::unexpected(config.error());
  const auto series = read_series(arguments, config->market().feed);
  if (!series) return std::unexpected(series.error());
  auto input = input_of(arguments, *config, *series);
  if (!input) return std::unexpected(input.error());

  std::optional<backtest::Observations> observations;
  if (!arguments.observations.empty()) {
    const auto text = infra::read_file(arguments.observations);
    if (!text) return std::unexpected(text.error().message);
    auto read = backtest::parse_observations(as_text(*text));
    if (!read) return std::unexpected(arguments.observations + ": " + read.error());
    input->observations = &observations.emplace(*std::move(read));
  }

  onnx::OnnxModels models(arguments.runtime_library.empty() ? std::nullopt : std::optional(arguments.runtime_library));
  onnx::OnnxProvider provider(models);
  backtest::ProviderAnswers asked({&provider});
  std::optional<backtest::RecordedAnswers> recorded;
  if (arguments.answers.empty()) {
    if (auto added = add_models(provider, arguments); !added) return std::unexpected(added.error());
    input->answers = &asked;
  } else {
    const auto bytes = infra::read_file(arguments.answers);
    if (!bytes) return std::unexpected(bytes.error().message);
    const auto given = backtest::parse_testimony(*bytes);
    if (!given) return std::unexpected(arguments.answers + ": " + given.error());
    input->answers = &recorded.emplace(*given);
  }
  std::unique_ptr<Scribe> scribe;
  if (!arguments.bundle.empty()) {
    auto opened = Scribe::open(arguments.bundle, *config, input->agent, series->info);
    if (!opened) return std::unexpected(opened.error());
    scribe = *std::move(opened);
    input->witness = scribe.get();
  }
  auto report = backtest::run(*input);
  if (!report) return std::unexpected(report.error().message);
  if (scribe) {
    if (auto ended = scribe->end(); !ended) return std::unexpected(ended.error());
  }
  return *std::move(report);
}

int run(const Options& options, const Arguments& arguments) {
  const Console console(options.output == "json");
  const auto expected = codec::hex_decode(arguments.verify);
  if (!arguments.verify.empty() && (!expected || expected->size() != Hash::kSize))
    return console.usage("--verify takes the hash of a report, 64 hexadecimal digits");
  const auto report = run_backtest(arguments);
  if (!report) return console.failed(report.error());
  const auto text = backtest::document(*report);
  const auto hash = backtest::report_hash(*report);
  if (auto kept = write(arguments.json, text); !kept) return console.failed(kept.error());
  if (auto kept = write(arguments.html, backtest::page(*report)); !kept) return console.failed(kept.error());
  if (!arguments.record.empty()) {
    const auto bytes = backtest::testimony_bytes(report->answers);
    if (auto kept = write(arguments.record, as_text(bytes)); !kept) return console.failed(kept.error());
  }
  const bool same = arguments.verify.empty() || *Hash::from(*expected) == hash;
  if (console.json()) {
    // The document as it is hashed: not formatted again.
    std::printf("{\"hash\":\"%s\",\"report\":%s}\n", codec::hex_encode(hash.view()).c_str(), text.c_str());
  } else {
    print(console, *report, hash);
  }
  if (same) return kExitOk;
  return console.failed(
      fmt::format("the report has another hash than {}: another config, series, setting or answer", arguments.verify));
}

}  // namespace

void add_backtest_commands(CLI::App& root, Options& options, std::function<int()>& run_chosen) {
  const auto a = std::make_shared<Arguments>();
  auto* verb =
      root.add_subcommand("backtest", "run an agent's config on a recorded series and report what it would have made");
  verb->add_option("CONFIG", a->config, "agent config, JSON (schema/agent.schema.json)")->required();
  verb->add_option("--market", a->market, "FILE (recorded) or sim:SEED (simulated)")->required();
  verb->add_option("--ticks", a->ticks, "at most so many; of a simulated market 100000 unless given")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
  auto* fee = verb->add_option("--fee-bps", a->fee_bps, "hundredths of a percent, instead of the agent's own");
  auto* slippage = verb->add_option("--slippage-bps", a->slippage_bps, "likewise; the one left out is 0");
  verb->add_option("--pool-depth", a->pool_depth_micros,
                   "fill on swap_pool's curve, from a pool with so many micro-units of the quote currency")
      ->excludes(fee)
      ->excludes(slippage);
  verb->add_option("--pool-fee-bps", a->pool_fee_bps, "the pool's fee")->capture_default_str();
  verb->add_option("--latency-ms", a->latency_ms, "from a decision to its fill")->capture_default_str();
  verb->add_option("--period-ms", a->period_ms, "of the returns that Sharpe's ratio is made of")->capture_default_str();
  verb->add_option("--first-slot", a->first_slot, "of the first tick, as a live run had it")->capture_default_str();
  verb->add_option("--agent", a->agent, "address that intents are for, as a live run had it");
  verb->add_option("--model", a->models, "ONNX file; the config's folder is looked through when none is named")
      ->allow_extra_args(false);
  verb->add_option("--onnxruntime", a->runtime_library, "libonnxruntime.so");
  verb->add_option("--json", a->json, "write the report there, the bytes that its hash is of");
  verb->add_option("--html", a->html, "write a page with plots there");
  verb->add_option("--record", a->record, "write the answers of models there");
  verb->add_option("--answers", a->answers, "take the answers of models from such a file, and ask none");
  verb->add_option("--observations", a->observations,
                   "what the agent saw besides prices: pools, stakes, proposals, answers (docs/backtest.md)");
  verb->add_option("--bundle", a->bundle, "write the run as a bundle into that folder (zestron replay)");
  verb->add_option("--verify", a->verify, "fail unless the report has this hash");
  add_output_option(*verb, options);
  verb->callback([&options, &run_chosen, a] { run_chosen = [&options, a] { return run(options, *a); }; });
}

}  // namespace zestron::cli
