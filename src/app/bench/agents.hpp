// What many agents cost in one process: time of a tick through all of them, memory while they wait, and how long the one that acts waits
// for its signature.
#pragma once

#include "app/bench/benchmark.hpp"

namespace zestron::bench {

/// 100,000 agents of the two-average sample on one thread: processor time of the slowest and of the median of 200 ticks against a slot
/// of 400 ms, and what they add to the process's memory against 1 GiB. All of them act in the same tick, which is the worst case.
/// Before them live_agents().
std::expected<std::vector<Result>, std::string> agents();

}  // namespace zestron::bench
