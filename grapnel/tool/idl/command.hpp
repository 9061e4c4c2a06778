// `grapnel idl`: prints a program's Anchor IDL.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_idl(CLI::App& app);

}  // namespace grapnel::tool
