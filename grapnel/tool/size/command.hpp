// `grapnel size`: shows where a program's bytes go and what they cost.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_size(CLI::App& app);

}  // namespace grapnel::tool
