// `grapnel link`: makes a program of objects and bitcode.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_link(CLI::App& app);

}  // namespace grapnel::tool
