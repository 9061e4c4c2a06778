#include "idl/command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "files.hpp"
#include "pipeline/process.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

struct IdlOptions {
  std::filesystem::path printer;
  std::filesystem::path output;
};

Outcome<void> run(const IdlOptions& options) {
  const auto finished = run_process({options.printer.string()});
  if (!finished) return std::unexpected(finished.error());
  if (finished->exit_code != 0) {
    return failure(fmt::format("{} failed:\n{}", options.printer.string(), finished->output));
  }
  if (!options.output.empty()) return write_file(options.output, finished->output);
  fmt::print("{}", finished->output);
  return {};
}

}  // namespace

void register_idl(CLI::App& app) {
  const auto options = std::make_shared<IdlOptions>();
  auto* verb = app.add_subcommand("idl", "Print a program's Anchor IDL");
  verb->add_option("printer", options->printer,
                   "the program's IDL printer, which grapnel_program() builds as NAME_idl_printer")
      ->required()
      ->check(CLI::ExistingFile);
  verb->add_option("-o,--output", options->output, "a file instead of standard output");
  verb->callback([options] { finish(run(*options)); });
}

}  // namespace grapnel::tool
