// How long the one of a thousand agents that acts waits for its signature: from the tick to the signed transaction, through the node's
// own AgentRunner, on a chain in this process.
#pragma once

#include "app/bench/benchmark.hpp"

namespace zestron::bench {

/// 500 agents by rule and 500 by the trained policy of examples/mean_reversion, each with an order at a price of its own, so that every
/// tick one of them swaps through `execute`. They run on one core and the chain on the other, where there are two. The limit is twice
/// what the chain's simulation and a signature of the same transaction take alone (timed_ports.hpp).
std::expected<std::vector<Result>, std::string> live_agents();

}  // namespace zestron::bench
