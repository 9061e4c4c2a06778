// The IDL's constants, whose values are text as Rust prints them, as C++ definitions.
#pragma once

#include <optional>
#include <string>

#include "client/model.hpp"

namespace grapnel::tool::client {

// "u64 NAME = 5;" after `inline constexpr`; nothing if the text is no value of that type, or an expression.
std::optional<std::string> constant_definition(const Constant& constant, const std::string& name);

}  // namespace grapnel::tool::client
