// Ticks a second that a backtest of the two-EMA agent goes through, beside backtesters of Python on the same prices.
#pragma once

#include "app/bench/benchmark.hpp"

namespace zestron::bench {

std::expected<std::vector<Result>, std::string> backtests();

}  // namespace zestron::bench
