// What the chain around the bank costs: transfers verified, executed, recorded and confirmed, against the bare bank.
#pragma once

#include "app/bench/benchmark.hpp"

namespace zestron::bench {

/// 20,000 pre-signed transfers of 64 payers, signatures checked; ours until every one is confirmed on disk, the peer
/// verifies and executes the same bytes on one thread and records nothing.
std::expected<std::vector<Result>, std::string> transfers();

}  // namespace zestron::bench
