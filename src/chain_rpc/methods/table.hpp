// The names in the table of methods, for who counts by them; find() is in methods.hpp.
#pragma once

#include <string_view>
#include <vector>

namespace zestron::chain_rpc::methods {

/// Sorted.
std::vector<std::string_view> names();

}  // namespace zestron::chain_rpc::methods
