// What programs written with grapnel cost on the real runtime, beside the published figures of other frameworks.
#pragma once

#include "app/bench/benchmark.hpp"

namespace zestron::bench {

/// Compute units and bytes of the bench programs (bench/programs), measured now. The peer of a row is the best published
/// figure of a framework that makes the same checks, or, where nobody has published one, the limit we set ourselves.
std::expected<std::vector<Result>, std::string> programs();

}  // namespace zestron::bench
