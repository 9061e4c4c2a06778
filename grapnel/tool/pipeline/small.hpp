// Which functions of a program are laid out for bytes: those that only its instructions without the mark Hot reach. LLVM takes
// that as an attribute of each function, so that it is known before anything is inlined.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grapnel::tool {

// Of a call graph as LLVM prints it (`opt -passes=print-callgraph`): all functions that a Module's run_small() reaches
// (grapnel/module.hpp) and the entrypoint reaches by no other way. In the order of their names.
std::vector<std::string> functions_for_size(std::string_view call_graph);

}  // namespace grapnel::tool
