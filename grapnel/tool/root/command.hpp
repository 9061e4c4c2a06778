// `grapnel root`: tells where the framework's headers and CMake files are.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_root(CLI::App& app);

}  // namespace grapnel::tool
