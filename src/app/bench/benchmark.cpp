#include "app/bench/benchmark.hpp"

#include "app/bench/agents.hpp"
#include "app/bench/backtest.hpp"
#include "app/bench/lanes/lanes.hpp"
#include "app/bench/programs.hpp"
#include "app/bench/ready.hpp"
#include "app/bench/rpc/rpc.hpp"
#include "app/bench/transfers.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <fstream>

namespace zestron::bench {

std::span<const Benchmark> benchmarks() {
  static constexpr std::array kAll{
      Benchmark{"agents",
                "1,000 agents from tick to signature; 100,000: time of a tick through all, memory while they wait",
                agents},
      Benchmark{"backtest", "the two-EMA agent on recorded ticks, against backtesters of Python on the same prices",
                backtests},
      Benchmark{"programs", "compute units and bytes of programs, against the published figures of other frameworks",
                programs},
      Benchmark{"lanes", "1,000 wallets on 8 lanes, each execution a swap: what a slot and a second hold", lanes},
      Benchmark{"ready", "from nothing to the first answer", ready},
      Benchmark{"rpc", "50,000 transfers over JSON-RPC against the bare bank, latency, 1,000 subscriptions", rpc},
      Benchmark{"transfers", "transfers confirmed on disk, against the bare bank", transfers},
  };
  return kAll;
}

std::string machine() {
  std::string model = "unknown processor";
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    if (line.starts_with("model name")) {
      model = line.substr(line.find(':') + 2);
      break;
    }
  }
  const auto bytes = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  return fmt::format("{}, {} cores, {:.0f} GiB", model, ::sysconf(_SC_NPROCESSORS_ONLN), bytes / (1U << 30U));
}

}  // namespace zestron::bench
