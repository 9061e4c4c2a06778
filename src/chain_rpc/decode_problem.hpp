// What is wrong with a text that should be base58 or base64, as the Debug form of the Rust crates that Agave uses says it.
#pragma once

#include <string>
#include <string_view>

namespace zestron::chain_rpc {

/// The first character that base64 does not know, or what is wrong with the length.
std::string base64_problem(std::string_view text);
std::string base58_problem(std::string_view text);

}  // namespace zestron::chain_rpc
