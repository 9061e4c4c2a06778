// `zestron replay`: runs a bundle again, offline, and says where run and record part.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_replay_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
