// `zestron node` and `zestron demo`: start a node, tell what it does, stop on Ctrl-C.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_node_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
