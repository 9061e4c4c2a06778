// Small readings of JSON text that another component wrote, for the few places that need one member of it. Keeps the JSON
// library out of the methods.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zestron::chain_rpc {

/// Text of a member of the object in `json`; "null" when it has none or `json` is no object.
std::string json_member(std::string_view json, std::string_view name);
/// Text of each element of the array in `json`; none when it is no array.
std::vector<std::string> json_elements(std::string_view json);
/// The same object without some members.
std::string json_without(std::string_view json, const std::vector<std::string_view>& names);

}  // namespace zestron::chain_rpc
