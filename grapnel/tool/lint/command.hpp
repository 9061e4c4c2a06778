// `grapnel lint`: names in a program's source what no type can forbid.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_lint(CLI::App& app);

}  // namespace grapnel::tool
