#include "root/command.hpp"

#include <fmt/format.h>

#include "root/root.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

Outcome<void> run() {
  const auto root = find_root();
  if (!root) return std::unexpected(root.error());
  fmt::print("{}\n", root->string());
  return {};
}

}  // namespace

void register_root(CLI::App& app) {
  app.add_subcommand("root", "Print the folder of the framework's headers and CMake files")->callback([] {
    finish(run());
  });
}

}  // namespace grapnel::tool
