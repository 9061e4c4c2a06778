#include "link/command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "files.hpp"
#include "link/link.hpp"
#include "pipeline/optimise.hpp"
#include "size/size.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

namespace fs = std::filesystem;

struct LinkOptions {
  std::vector<fs::path> inputs;
  fs::path output;
  std::string arch = "v3";
  std::string llvm_suffix = "-19";
  fs::path work;
};

bool is_bitcode(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  char magic[2]{};
  in.read(magic, sizeof magic);
  return magic[0] == 'B' && magic[1] == 'C';
}

Outcome<void> run(const LinkOptions& options) {
  const TemporaryFolder temporary;
  const fs::path work = options.work.empty() ? temporary.path() : options.work;
  std::vector<fs::path> bitcode, paths;
  for (const fs::path& input : options.inputs) (is_bitcode(input) ? bitcode : paths).push_back(input);
  const Arch arch = options.arch == "v0" ? Arch::V0 : Arch::V3;
  if (!bitcode.empty()) {
    const fs::path object = work / options.output.stem().concat(".o");
    if (auto r = optimise(bitcode, object, options.llvm_suffix, arch); !r) return r;
    paths.push_back(object);
  }
  std::vector<Object> objects;
  for (const fs::path& path : paths) {
    auto bytes = read_file(path);
    if (!bytes) return std::unexpected(bytes.error());
    auto object = read_object(path.string(), std::move(*bytes));
    if (!object) return std::unexpected(object.error());
    objects.push_back(std::move(*object));
  }
  const auto program = link(objects, arch);
  if (!program) return std::unexpected(program.error());
  // Where `grapnel cu` finds the lines; an object in a temporary folder is gone by then.
  std::vector<std::string> kept;
  for (const fs::path& path : paths) {
    if (path.parent_path() != temporary.path())
      kept.push_back(fs::proximate(fs::absolute(path), fs::absolute(options.output).parent_path()).generic_string());
  }
  if (auto r = write_file(options.output.string() + ".map", make_map(*program, kept)); !r) return r;
  return write_file(options.output, {reinterpret_cast<const char*>(program->elf.data()), program->elf.size()});
}

}  // namespace

void register_link(CLI::App& app) {
  const auto options = std::make_shared<LinkOptions>();
  auto* verb = app.add_subcommand("link", "Make a program (.so) of clang's BPF objects or LLVM bitcode");
  verb->add_option("inputs", options->inputs, "objects (.o) and bitcode (.bc), in any order")
      ->required()
      ->check(CLI::ExistingFile);
  verb->add_option("-o,--output", options->output, "the program; a .map for `grapnel size` goes beside it")->required();
  verb->add_option("--arch", options->arch, "sBPF version")->check(CLI::IsMember({"v3", "v0"}))->capture_default_str();
  verb->add_option("--llvm-suffix", options->llvm_suffix, "what follows the names of LLVM's tools")
      ->capture_default_str();
  verb->add_option("--work", options->work,
                   "folder for what lies between bitcode and program (default: a temporary one)")
      ->check(CLI::ExistingDirectory);
  verb->callback([options] { finish(run(*options)); });
}

}  // namespace grapnel::tool
