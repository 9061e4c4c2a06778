// Runs another program and waits for it.
#pragma once

#include <string>
#include <vector>

#include "result.hpp"

namespace grapnel::tool {

struct Finished {
  int exit_code;
  std::string output;  // what it wrote to both streams
};

// `arguments[0]` is looked up in PATH; no shell is involved.
Outcome<Finished> run_process(const std::vector<std::string>& arguments);

}  // namespace grapnel::tool
