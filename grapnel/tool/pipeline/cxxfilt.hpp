// LLVM's demangler, which knows what clang mangles today. The C++ library's is older: to it `template <auto>` of a function is no name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grapnel::tool {

// The names in their order, by one call of llvm-cxxfilt; where there is none, by the C++ library.
std::vector<std::string> cxxfilt(std::vector<std::string> names, std::string_view llvm_suffix);

}  // namespace grapnel::tool
