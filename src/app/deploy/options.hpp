// The options of a deployment on a command line.
#pragma once

#include "app/deploy/deployment.hpp"

#include <CLI/CLI.hpp>

namespace zestron::deploy {

/// Adds all but the URL, the key pair and the output, which their owner knows better.
void add_options(CLI::App& app, Options& options);
/// After parsing: whether there is something to do. The error is for a usage message.
std::expected<void, std::string> check(const Options& options);

}  // namespace zestron::deploy
