// zestron state save|load|list|delete: named copies of a stopped node's data folder.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_state_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
