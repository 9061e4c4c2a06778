// zestron keygen: a key pair in the Solana CLI's format.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_key_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
