#include "app/bench/agents.hpp"

#include "agent/config.hpp"
#include "agent/fleet.hpp"
#include "app/bench/live/live_agents.hpp"
#include "app/embedded/embedded.hpp"
#include "events/simulated/simulated_market.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>

namespace zestron::bench {
namespace {

constexpr std::uint32_t kAgents = 100'000;
constexpr std::uint64_t kTicks = 200;
constexpr double kSlotMs = 400;
constexpr double kMemoryMib = 1'024;

// Of this thread: what else the machine does meanwhile is no cost of ours.
double processor_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Resident pages of this process; 0 when the system does not say.
double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1U << 20U);
}

Pubkey numbered(std::uint32_t number) {
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return Pubkey(bytes);
}

}  // namespace

std::expected<std::vector<Result>, std::string> agents() {
  const auto config = agent::Config::parse(embedded::ema_cross_config());
  if (!config) return std::unexpected(config.error().message);
  const double before = resident_mib();
  agent::Fleet fleet;
  for (std::uint32_t i = 0; i < kAgents; ++i) fleet.add(numbered(i), config->plan());
  const double idle = resident_mib() - before;

  const auto market = events::make_simulated_market(1, config->market().feed);
  std::vector<double> ticks_ms;
  std::size_t intents = 0;
  for (std::uint64_t slot = 1; slot <= kTicks; ++slot) {
    const auto tick = market->next();
    if (!tick || !*tick) return std::unexpected("the simulated market ended");
    const double start = processor_ms();
    fleet.begin_tick(Slot(slot), (*tick)->published);
    for (const auto& outcome : fleet.broadcast({Slot(slot), (*tick)->published, **tick}))
      intents += outcome.intents.size();
    ticks_ms.push_back(processor_ms() - start);
  }
  // A fleet that decides nothing would be fast for the wrong reason.
  if (intents < kAgents) return std::unexpected("the agents formed fewer intents than one each");
  std::ranges::sort(ticks_ms);
  const double slowest = ticks_ms.back();
  const double median = ticks_ms[ticks_ms.size() / 2];
  auto out = live_agents();
  if (!out) return out;
  const std::vector<Result> many{
      {"tick_of_100k_slowest", slowest, kSlotMs, kSlotMs / slowest, "ms",
       "a slot; the tick in which most of them close a trade and claim it"},
      {"tick_of_100k_median", median, kSlotMs, kSlotMs / median, "ms", "a slot; processor time of one thread"},
      {"idle_100k", idle, kMemoryMib, kMemoryMib / idle, "MiB", "1 GiB; what 100,000 agents add to the process"}};
  out->insert(out->end(), many.begin(), many.end());
  return out;
}

}  // namespace zestron::bench
