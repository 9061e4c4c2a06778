// `grapnel deploy`: runs grapnel-deploy, which lies beside the tool and speaks with clusters. The tool itself knows no
// network.
#pragma once

#include <CLI/CLI.hpp>

namespace grapnel::tool {

void register_deploy(CLI::App& app);

}  // namespace grapnel::tool
