// `zestron model fine-tune`: trains an agent's policy on with the market that its node has seen, once or on a schedule. The training itself is
// the trainer's (scripts/train.py fine-tune); here is what it is given and what becomes of what it brings.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_fine_tune_command(CLI::App& model, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
