// C++ source of the IDL's types: declarations, and what the host's codec needs to know about them.
#pragma once

#include <string>

#include "client/types.hpp"

namespace grapnel::tool::client {

// The definition, with its documentation. `recursive`: types stand in vectors before they are defined.
std::string print_type(const CppType& type, bool recursive = false);
// fields_of() or enumerator_count(), by which grapnel/client/borsh.hpp reads and writes it; nothing for those that need none.
std::string print_codec(const CppType& type);

}  // namespace grapnel::tool::client
