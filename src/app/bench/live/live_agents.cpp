#include "app/bench/live/live_agents.hpp"

#include "adapters/keyfile/keyfile_signer.hpp"
#include "adapters/onnx/onnx_models.hpp"
#include "adapters/onnx/onnx_provider.hpp"
#include "app/bench/live/timed_ports.hpp"
#include "app/bench/scratch.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/agent_runner.hpp"
#include "app/node/market.hpp"
#include "app/node/testing/order.hpp"
#include "chain/chain.hpp"
#include "transact/journal/sqlite_journal.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <utility>

namespace zestron::bench {
namespace {

using nlohmann::json;
using node::testing::AgentWorld;

constexpr std::uint64_t kAgents = 1'000;
constexpr std::uint64_t kWarmUp = 100;  // ticks: the policy looks 60 of them back
constexpr std::uint64_t kRounds = 1;    // of the price through everybody's order
constexpr std::uint64_t kUnits = 1'000'000;
constexpr std::int64_t kBase = 100'000'000, kRung = 10'000;  // of the price, 10^-6 dollars
constexpr std::int64_t kTickMs = 60'000;
constexpr std::int64_t kFirstTickMs = 1'756'000'000'000;
constexpr std::chrono::milliseconds kSlot{4};  // leaves the bank time to execute what was sent
constexpr std::size_t kCheckpoints = 30;
constexpr double kCheckpointMs = 4;  // a hundredth of a slot of the network's length

class Silent final : public node::Narrator {
 public:
  void notice(std::string_view line) override { notices.emplace_back(line); }
  void step(std::string_view, const std::optional<Signature>&) override {}
  void trade(const node::TradeNews&) override {}
  void effect(const transact::Effect&) override {}
  void standing(const node::Standing&) override {}
  void market_ended(Slot, std::uint64_t, std::int64_t) override {}
  std::vector<std::string> notices;
};

void pin(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  ::pthread_setaffinity_np(::pthread_self(), sizeof set, &set);  // on one core it changes nothing
}

// Threads keep the core of whoever began them; the caller gets its own back.
class Cores {
 public:
  Cores() { ::pthread_getaffinity_np(::pthread_self(), sizeof before_, &before_); }
  ~Cores() { ::pthread_setaffinity_np(::pthread_self(), sizeof before_, &before_); }
  Cores(const Cores&) = delete;
  Cores& operator=(const Cores&) = delete;

 private:
  cpu_set_t before_{};
};

// In ascending order of their prices.
double price_of_order(std::uint64_t id) {
  return static_cast<double>(kBase + static_cast<std::int64_t>(id) * kRung) / 1e6 - 0.001;
}

std::expected<agent::Config, std::string> config_of(std::uint64_t id, std::string_view sample) {
  auto parsed = agent::Config::parse(node::testing::with_order(sample, price_of_order(id), kUnits).dump());
  if (!parsed) return std::unexpected(parsed.error().message);
  return *std::move(parsed);
}

// One rung up with every tick, and from the top down below all of them.
domain::Tick tick_at(std::uint64_t number, const domain::FeedId& feed) {
  const auto rung = number < kWarmUp ? 0 : (number - kWarmUp) % (kAgents + 1);
  const auto price = kBase + static_cast<std::int64_t>(rung) * kRung;
  return {feed,
          price,
          1'000,
          -6,
          UnixMillis(kFirstTickMs + static_cast<std::int64_t>(number) * kTickMs),
          domain::TickOrigin::kSimulated};
}

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double quantile(std::vector<double> values, double at) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(at * static_cast<double>(values.size() - 1))];
}

}  // namespace

std::expected<std::vector<Result>, std::string> live_agents() {
  const Cores cores;
  const Scratch scratch("live");
  const auto folder = node::DataFolder::open(scratch.path() / "node");
  if (!folder) return std::unexpected(folder.error().message);
  std::vector<Hash> hashes;
  domain::FeedId feed;
  for (std::uint64_t id = 1; id <= kAgents; ++id) {
    const auto config = config_of(id, id % 2 == 0 ? embedded::mean_reversion_config() : embedded::ema_cross_config());
    if (!config) return std::unexpected(config.error());
    feed = config->market().feed;
    hashes.push_back(config->hash());
    if (auto kept = node::adopt_agent(folder->root(), AgentWorld::agent(id), *config); !kept)
      return std::unexpected(kept.error().message);
  }
  json genesis{{"creationTime", kFirstTickMs / 1'000 - 3'600}, {"accounts", json::parse(AgentWorld(hashes).json())}};

  pin(1);  // threads that the chain begins stay there
  auto chain = chain::Chain::open({.data_dir = folder->chain(), .genesis_json = genesis.dump()});
  if (!chain) return std::unexpected(chain.error().message);
  node::PriceAccount price(feed, Lamports((*chain)->rent_exempt_minimum(134).value_or(0)));
  std::uint64_t played = 0;
  const auto ticks = kWarmUp + kRounds * (kAgents + 1);
  const auto slots = std::make_shared<node::MarketSlots>(
      node::MarketSlotsOptions{kSlot, kSlot, false},
      [&](Slot) { return played < ticks ? std::optional(tick_at(played++, feed)) : std::nullopt; },
      [&](const domain::Tick& tick, Slot slot) { return price.write(tick, slot); });
  slots->begin_market();

  auto journal = transact::SqliteJournal::open(folder->journal());
  if (!journal) return std::unexpected(journal.error().message);
  Silent narrator;
  TimedChain timed(**chain, AgentWorld::executor());
  onnx::OnnxModels models;
  auto provider = std::make_unique<onnx::OnnxProvider>(models);
  const auto policy = embedded::mean_reversion_policy();
  provider->add({policy.begin(), policy.end()});
  node::Services services;
  services.providers.push_back(std::move(provider));
  node::AgentRunner runner(timed, *journal, *folder, narrator,
                           std::make_unique<TimedSigner>(AgentWorld::executor(), timed), std::move(services));
  const auto changed = std::make_shared<node::ChangedAccounts>();
  (*chain)->observe(changed);
  runner.watch(*changed);
  if (auto restored = runner.restore(Slot(0), [](Slot, const auto&) { return std::expected<void, std::string>(); });
      !restored)
    return std::unexpected(restored.error());

  (*chain)->start(slots);
  pin(0);
  std::uint64_t attended = 0;
  while (attended < ticks) {
    const auto slot = slots->attend();
    if (!slot) break;
    auto outcome = timed.begin_tick();
    if (outcome) outcome = runner.on_slot(*slot);
    if (attended++ >= kWarmUp && outcome) outcome = timed.end_tick();
    slots->done(slot->slot);
    (*chain)->wake();
    if (!outcome) return std::unexpected(outcome.error());
  }
  // What a checkpoint costs the slot in which it is taken; the disk is another thread's.
  std::vector<double> plain_ms, checkpoint_ms;
  runner.keep_checkpoints(1);
  while (checkpoint_ms.size() < kCheckpoints || plain_ms.size() < kCheckpoints) {
    const auto slot = slots->attend();
    if (!slot) break;
    const auto newest = runner.newest_checkpoint();
    const double start = now_ms();
    if (auto outcome = runner.on_slot(*slot); !outcome) return std::unexpected(outcome.error());
    (runner.newest_checkpoint() > newest ? checkpoint_ms : plain_ms).push_back(now_ms() - start);
    slots->done(slot->slot);
    (*chain)->wake();
  }
  slots->close();
  (*chain)->stop();
  // Models that do not answer would be fast for the wrong reason.
  if (!narrator.notices.empty()) return std::unexpected(narrator.notices.front());
  if (timed.acted() + kRounds < ticks - kWarmUp)
    return std::unexpected(fmt::format("only {} of {} ticks were acted on", timed.acted(), ticks - kWarmUp - kRounds));
  auto seen = timed.measured();
  std::erase_if(seen, [](const TickToSigned& one) { return one.bare.wall_us == 0; });
  std::vector<Result> out;
  using Part = Took TickToSigned::*;
  const auto add = [&](const char* name, double Took::* clock, double at, Part alone, std::string_view note) {
    const auto of = [&](Part part) {
      std::vector<double> values;
      for (const auto& one : seen) values.push_back(one.*part.*clock);
      return quantile(std::move(values), at);
    };
    const auto figure = of(&TickToSigned::all), limit = 2 * of(alone);
    out.push_back(
        {name, figure, limit, limit / figure, "us", fmt::format("twice the bare simulation and signature {}", note)});
  };
  const auto first =
      fmt::format("first in its slot too; 1,000 agents, {} acted, {} measured", timed.acted(), seen.size());
  constexpr std::string_view kOfThread = "so; processor time of the thread",
                             kAgain = "at once after it, with warm caches";
  add("tick_to_signed_p99", &Took::wall_us, 0.99, &TickToSigned::bare, first);
  add("tick_to_signed_p50", &Took::wall_us, 0.50, &TickToSigned::bare, first);
  add("tick_to_signed_cpu_p99", &Took::cpu_us, 0.99, &TickToSigned::bare, kOfThread);
  add("tick_to_signed_cpu_p50", &Took::cpu_us, 0.50, &TickToSigned::bare, kOfThread);
  add("tick_to_signed_warm_p99", &Took::wall_us, 0.99, &TickToSigned::again, kAgain);
  add("tick_to_signed_warm_p50", &Took::wall_us, 0.50, &TickToSigned::again, kAgain);
  const double checkpoint = quantile(checkpoint_ms, 0.5) - quantile(plain_ms, 0.5);
  out.push_back({"checkpoint_of_1000", checkpoint, kCheckpointMs, kCheckpointMs / checkpoint, "ms",
                 fmt::format("a hundredth of a slot; what {} slots took longer for it, median", checkpoint_ms.size())});
  return out;
}

}  // namespace zestron::bench
