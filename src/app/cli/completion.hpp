// Shell completion, printed from the command tree itself, so that it cannot fall behind it.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace zestron::cli {

/// Script for "bash" or "fish"; empty for another shell.
std::string completion_script(const CLI::App& root, std::string_view shell);

}  // namespace zestron::cli
