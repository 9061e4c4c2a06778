// `grapnel new`: makes a folder that builds, tests and deploys a program.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_new(CLI::App& app);

}  // namespace grapnel::tool
