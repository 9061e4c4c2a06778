// `zestron model`: the language models and ONNX files that a node's agents may ask.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_model_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
