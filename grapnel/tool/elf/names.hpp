// Names of C++ symbols, for people.
#pragma once

#include <string>

namespace grapnel::tool {

// "a::f(int)" of "_ZN1a1fEi", whole; a name that isn't mangled, or in a way that the C++ library doesn't know, as it is.
std::string demangle(const std::string& name);

}  // namespace grapnel::tool
