// What the verbs of `grapnel` share: each adds itself to the command line with one register_ function, and ends with the
// exit codes 0, 1 (failed) and 2 (usage, which the parser sees to).
#pragma once

#include <CLI/CLI.hpp>

#include "result.hpp"

namespace grapnel::tool {

// The end of a verb's callback: after a failure prints its lines to standard error and leaves with exit code 1.
void finish(const Outcome<void>& done);

// Adds --output text|json; `json` is set accordingly.
void add_output_option(CLI::App& verb, bool& json);

}  // namespace grapnel::tool
