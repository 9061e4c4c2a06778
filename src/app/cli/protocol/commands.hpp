// zestron stake|market|wallet|vault|gov|pool …: the verbs of the protocol's programs, and zestron token for what moves between
// people.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_stake_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
