// What `execute` reaches when many wallets act at once: 1,000 wallets on 8 lanes, each a swap on one pool.
#pragma once

#include "app/bench/benchmark.hpp"

namespace zestron::bench {

/// Submitted in process with every signature verified, on the wall clock's slots of 400 ms. Three results: wallets that acted in one
/// slot (limit 1,000, submitted as that slot opened), executions a second until each is confirmed on disk over 20,000 of them
/// (limit 4,000), and writable accounts that two lanes share beside the market's (limit 0). Fails when an execution fails.
std::expected<std::vector<Result>, std::string> lanes();

}  // namespace zestron::bench
