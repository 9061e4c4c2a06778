#include "new/command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>

#include "new/project.hpp"
#include "root/root.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

struct NewOptions {
  std::string name;
  std::filesystem::path parent = ".";
};

Outcome<void> run(const NewOptions& options) {
  const auto root = find_root();
  if (!root) return std::unexpected(root.error());
  const auto made = make_project(*root, options.parent, options.name);
  if (!made) return std::unexpected(made.error());
  const std::string folder = made->folder.lexically_normal().string();
  fmt::print("{}: a program with the address {}\nnext: cd {} && make test\n", folder, made->program_id, folder);
  return {};
}

}  // namespace

void register_new(CLI::App& app) {
  const auto options = std::make_shared<NewOptions>();
  auto* verb = app.add_subcommand("new", "Make a folder that builds, tests and deploys a program");
  verb->add_option("name", options->name, "the program's name: its folder, namespace and file")
      ->required()
      ->check([](const std::string& name) {
        const auto checked = check_name(name);
        return checked ? "" : checked.error();
      });
  verb->add_option("--path", options->parent, "where the folder is made")->capture_default_str();
  verb->callback([options] { finish(run(*options)); });
}

}  // namespace grapnel::tool
