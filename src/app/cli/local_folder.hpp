// The data folder that a verb works on beside a node, running or not.
#pragma once

#include "app/cli/session.hpp"
#include "app/node/data_folder.hpp"

#include <expected>
#include <string>

namespace zestron::cli {

/// Of --data, of the node that runs, or where a plain node keeps its state. The error says how to name another.
std::expected<node::DataFolder, std::string> folder_of(const Options& options);

}  // namespace zestron::cli
