// The C++ header of any Anchor program, from its IDL.
#pragma once

#include <string>
#include <string_view>

#include "result.hpp"

namespace grapnel::tool::client {

// The header's text; the same IDL and name give the same bytes. An empty `space` takes the program's name as namespace.
Outcome<std::string> make_client(std::string_view idl, std::string_view space);

}  // namespace grapnel::tool::client
