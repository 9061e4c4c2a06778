#include "size/command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "files.hpp"
#include "size/size.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

struct SizeOptions {
  std::filesystem::path program;
  bool json = false;
  std::string llvm_suffix = "-19";
};

Outcome<void> run(const SizeOptions& options) {
  const auto elf = read_file(options.program);
  if (!elf) return std::unexpected(elf.error());
  auto measured = measure(*elf, read_text(options.program.string() + ".map").value_or(""));
  if (!measured) return std::unexpected(fmt::format("{}: {}", options.program.string(), measured.error()));
  name_for_people(*measured, options.llvm_suffix);
  fmt::print("{}", options.json ? size_as_json(*measured) : size_as_text(*measured));
  return {};
}

}  // namespace

void register_size(CLI::App& app) {
  const auto options = std::make_shared<SizeOptions>();
  auto* verb = app.add_subcommand("size", "Show a program's bytes by symbol, and its rent");
  verb->add_option("program", options->program, "the .so")->required()->check(CLI::ExistingFile);
  add_output_option(*verb, options->json);
  verb->add_option("--llvm-suffix", options->llvm_suffix, "what follows the names of LLVM's tools")
      ->capture_default_str();
  verb->callback([options] { finish(run(*options)); });
}

}  // namespace grapnel::tool
