// The header as a whole: the program's part first, which any target compiles, then the host's.
#pragma once

#include <string>
#include <string_view>

#include "client/model.hpp"

namespace grapnel::tool::client {

// Throws Complaint if the IDL contradicts itself.
std::string print_client(const Idl& idl, std::string_view space);

}  // namespace grapnel::tool::client
