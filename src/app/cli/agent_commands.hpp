// `zestron agent …`: one verb per instruction of agent_factory, and list, show, logs.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

/// Adds `agent` with its verbs to `root`. The chosen verb's action is stored in `run`; it returns the exit code.
void add_agent_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
