// `grapnel client`: the C++ header of any Anchor program, from its IDL.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "result.hpp"

namespace CLI {
class App;
}

namespace grapnel::tool::client {

// The header's text; the same IDL and name give the same bytes. An empty `space` takes the program's name as namespace.
Outcome<std::string> make_client(std::string_view idl, std::string_view space);

struct Options {
  std::filesystem::path idl;
  std::filesystem::path output;
  std::string space;
  bool check = false;  // compare with `output` instead of writing it
};
Outcome<void> run_client(const Options& options);

// The verb and its options; `options` must outlive the app.
CLI::App* add_command(CLI::App& app, Options& options);

}  // namespace grapnel::tool::client
