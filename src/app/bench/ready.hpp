// How long a node takes from nothing to its first answer.
#pragma once

#include "app/bench/benchmark.hpp"

namespace zestron::bench {

/// Median of five starts on an empty folder, in process, until getHealth says ok; the limit is 300 ms.
std::expected<std::vector<Result>, std::string> ready();

}  // namespace zestron::bench
