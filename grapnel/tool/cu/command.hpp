// `grapnel cu`: shows where a traced transaction's compute units went.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_cu(CLI::App& app);

}  // namespace grapnel::tool
