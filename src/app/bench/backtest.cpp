#include "app/bench/backtest.hpp"

#include "agent/config.hpp"
#include "app/bench/scratch.hpp"
#include "app/embedded/embedded.hpp"
#include "backtest/backtest.hpp"
#include "backtest/report.hpp"
#include "context/assemble.hpp"
#include "events/simulated/simulated_market.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>

namespace zestron::bench {
namespace {

namespace fs = std::filesystem;

// Later its costs have eaten all it began with, and an agent that cannot trade any more would be fast for the wrong reason.
constexpr std::size_t kTicks = 500'000;
constexpr std::size_t kPeerTicks = 200'000;  // the event-driven peer takes some seconds for them
constexpr double kWanted = 5'000'000;
constexpr int kRounds = 5;

// Of this thread: what else the machine does meanwhile is no cost of ours.
double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Measured {
  double ticks_per_second = 0;
  std::string document;
  std::size_t trades = 0;
};

// The best of some rounds, all of which must give the same report.
std::expected<Measured, std::string> measure(const backtest::Input& input) {
  Measured out;
  for (int round = 0; round < kRounds; ++round) {
    const double began = processor_seconds();
    const auto report = backtest::run(input);
    const double seconds = processor_seconds() - began;
    if (!report) return std::unexpected(report.error().message);
    auto document = backtest::document(*report);
    if (round != 0 && document != out.document) return std::unexpected("two rounds gave different reports");
    out = {std::max(out.ticks_per_second, static_cast<double>(input.ticks.size()) / seconds), std::move(document),
           report->trades.size()};
  }
  return out;
}

// scripts/NAME of the checkout that the running program lies in; empty when there is none.
fs::path script(std::string_view name) {
  std::error_code ec;
  for (auto folder = fs::read_symlink("/proc/self/exe", ec).parent_path(); folder.has_relative_path();
       folder = folder.parent_path()) {
    if (auto path = folder / "scripts" / name; fs::exists(path, ec)) return path;
  }
  return {};
}

struct Peers {
  std::string event_driven, vectorised;  // names with versions
  double event_driven_ticks = 0, vectorised_ticks = 0;
};

std::expected<Peers, std::string> run_peers(std::span<const domain::Tick> ticks) {
  const auto path = script("backtest_peers.py");
  if (path.empty()) return std::unexpected("scripts/backtest_peers.py lies in no folder above this program");
  const Scratch scratch("backtest-peers");
  const auto csv = scratch.path() / "prices.csv";
  std::ofstream file(csv);
  file << "timestamp_ms,price\n";
  for (const auto& tick : ticks) file << fmt::format("{},{:.8f}\n", tick.published.value(), context::to_double(tick));
  file.close();
  const auto command = fmt::format("python3 '{}' '{}'", path.string(), csv.string());
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  if (!pipe) return std::unexpected("cannot start python3");
  std::string text;
  char buffer[4096];
  while (const auto size = std::fread(buffer, 1, sizeof buffer, pipe.get())) text.append(buffer, size);
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::unexpected("scripts/backtest_peers.py printed no result");
  return Peers{json["event_driven"]["name"], json["vectorised"]["name"], json["event_driven"]["ticks_per_second"],
               json["vectorised"]["ticks_per_second"]};
}

}  // namespace

std::expected<std::vector<Result>, std::string> backtests() {
  const auto config = agent::Config::parse(embedded::ema_cross_config());
  if (!config) return std::unexpected(config.error().message);
  const auto market = events::make_simulated_market(1, config->market().feed);
  std::vector<domain::Tick> ticks;
  ticks.reserve(kTicks);
  while (ticks.size() < kTicks) ticks.push_back(**market->next());
  backtest::Input input{.config = *config, .ticks = ticks, .market = market->info(), .settings = {}, .agent = {}};
  const auto ours = measure(input);
  if (!ours) return std::unexpected(ours.error());
  if (ours->trades == 0) return std::unexpected("the agent did not trade");
  input.ticks = input.ticks.first(kPeerTicks);
  const auto same = measure(input);
  if (!same) return std::unexpected(same.error());
  const auto peers = run_peers(input.ticks);
  if (!peers) return std::unexpected(peers.error());
  const auto against = [&](std::string name, double theirs, const std::string& what) {
    return Result{std::move(name), same->ticks_per_second, theirs, same->ticks_per_second / theirs, "ticks/s", what};
  };
  return std::vector<Result>{
      {"backtest", ours->ticks_per_second, kWanted, ours->ticks_per_second / kWanted, "ticks/s",
       fmt::format("wanted; {} ticks, {} trades, processor time of one thread, the same report in {} rounds", kTicks,
                   ours->trades, kRounds)},
      against("backtest_event_driven", peers->event_driven_ticks, peers->event_driven),
      against("backtest_vectorised", peers->vectorised_ticks, peers->vectorised)};
}

}  // namespace zestron::bench
