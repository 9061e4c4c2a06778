// The token that a node asks of its clients: in the file that --token-file names, else in api-token of its data folder. The node and
// whoever finds it by node.json read both in one way.
#pragma once

#include "app/node/data_folder.hpp"

#include <expected>
#include <filesystem>
#include <string>

namespace zestron::node {

/// In the data folder; mode 0600.
std::filesystem::path api_token_path(const DataFolder& folder);
/// What stands in the file, without the space around it. The error is one line that says what a token is.
std::expected<std::string, std::string> read_token(const std::filesystem::path& file);
/// Of api_token_path(), which is made where it is missing.
std::expected<std::string, std::string> load_or_make_api_token(const DataFolder& folder);

}  // namespace zestron::node
