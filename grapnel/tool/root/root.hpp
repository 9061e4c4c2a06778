// Where the framework lies around the running tool: the folder with include/, cmake/ and native/, in a checkout or where
// it was installed.
#pragma once

#include <filesystem>

#include "result.hpp"

namespace grapnel::tool {

// The running tool itself.
std::filesystem::path executable();

// GRAPNEL_ROOT of the environment if it is set, else found from the tool's own place upwards.
Outcome<std::filesystem::path> find_root();

// The first of <folder>/grapnel and <folder>/share/grapnel, and so on for each folder above, that holds the framework.
Outcome<std::filesystem::path> find_root_above(std::filesystem::path folder);

}  // namespace grapnel::tool
