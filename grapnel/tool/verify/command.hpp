// `grapnel verify`: whether a program's source, a file and a program on chain are the same bytes.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_verify(CLI::App& app);

}  // namespace grapnel::tool
