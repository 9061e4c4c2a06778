// zestron deploy: a program on chain, or a buffer for governance to decide on.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_deploy_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
