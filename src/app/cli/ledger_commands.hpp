// `zestron ledger verify`: re-executes a data folder's ledger and holds every slot to the bank hash that was recorded.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_ledger_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
