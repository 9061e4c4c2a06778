// `zestron bench [NAME]`: measures us and a peer or limit in the same run and prints the ratio.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_bench_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
