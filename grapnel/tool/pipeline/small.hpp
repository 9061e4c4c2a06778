// Which functions of a program are laid out for bytes: those that only its instructions without the mark Hot reach. LLVM takes
// that as an attribute of each function, so that it is known before anything is inlined.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grapnel::tool {

struct SmallCode {
  std::vector<std::string> functions;  // that a Module's run_small() reaches and the entrypoint by no other way
  std::vector<std::string> shared;     // of namespace grapnel::detail::shared
};

// Of a call graph as LLVM prints it: `opt -passes=print-callgraph`. In the order of their names.
SmallCode small_code(std::string_view call_graph);

}  // namespace grapnel::tool
