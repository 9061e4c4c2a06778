// What a client gets of the node over JSON-RPC and PubSub: throughput against the bare engine, latency against limits.
#pragma once

#include "app/bench/benchmark.hpp"

#include <cstddef>

namespace zestron::bench {

/// Sizes of a run; the benchmark's own, or small ones for a test.
struct RpcSizes {
  std::size_t transfers = 50'000;
  std::size_t batch = 64;
  double paced_seconds = 5;  ///< for the latency at half the load
  std::size_t listeners = 1'000;
  std::size_t slots = 200;
};

/// Transfers of lamports and tokens, one a request and batched, each with its ratio to the bare engine that verifies and executes the
/// same on one thread; p99 of sendTransaction at half that load; 1,000 subscriptions. Against surfpool as well, where it is installed.
std::expected<std::vector<Result>, std::string> rpc(const RpcSizes& sizes);
std::expected<std::vector<Result>, std::string> rpc();

}  // namespace zestron::bench
