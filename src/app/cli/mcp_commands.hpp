// `zestron mcp`: the Model Context Protocol over standard input and output, for clients that start their servers. Carries each message to
// /mcp of the running node, with the node's token, and what the node says by itself back.
#pragma once

#include "app/cli/session.hpp"

#include <CLI/CLI.hpp>

#include <functional>

namespace zestron::cli {

void add_mcp_command(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
