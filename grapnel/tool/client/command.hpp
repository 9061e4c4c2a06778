// `grapnel client`: writes the C++ header of any Anchor program, or checks one that is there.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_client(CLI::App& app);

}  // namespace grapnel::tool
