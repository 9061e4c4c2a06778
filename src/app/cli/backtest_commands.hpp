// `zestron backtest`: an agent's config on a recorded series, as the node would run it.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_backtest_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
