// `zestron approvals`, `zestron kill`, and pause, kill and resume of an agent: what people say to a node, left in its data folder, so that
// it counts while the node runs and while it is stopped.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_approval_commands(CLI::App& root, Options& options, std::function<int()>& run);
/// Below `agent`, which is there.
void add_control_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
