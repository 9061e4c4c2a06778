// A benchmark: what we do, measured beside a peer or a limit in the same run. The table of all of them is the one place a new
// one is added to.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::bench {

struct Result {
  std::string name;
  double ours = 0;
  double peer = 0;   ///< the peer's figure, or the limit
  double ratio = 0;  ///< above 1: better than the peer or within the limit
  std::string unit;
  std::string note;  ///< what the peer is
};

struct Benchmark {
  std::string_view name, what;
  std::expected<std::vector<Result>, std::string> (*run)();
};

std::span<const Benchmark> benchmarks();

/// Processor, cores and memory, as results are printed with.
std::string machine();

}  // namespace zestron::bench
