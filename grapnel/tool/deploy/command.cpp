#include "deploy/command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

#include "root/root.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

// Returns only if it fails: the other program takes this one's place, its terminal and its exit code.
Outcome<void> run(const std::vector<std::string>& arguments) {
  const std::string path = (executable().parent_path() / "grapnel-deploy").string();
  std::vector<char*> argv = {const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(path.c_str(), argv.data());
  return failure(fmt::format("{}: {}; it belongs beside `grapnel`, build the target grapnel-deploy", path,
                             std::generic_category().message(errno)));
}

}  // namespace

void register_deploy(CLI::App& app) {
  auto* verb = app.add_subcommand("deploy", "Put a program on chain, or upgrade it");
  verb->prefix_command();
  verb->set_help_flag();  // --help is the other program's too
  verb->callback([verb] {
    std::vector<std::string> arguments = verb->remaining();
    finish(run(arguments));
  });
}

}  // namespace grapnel::tool
